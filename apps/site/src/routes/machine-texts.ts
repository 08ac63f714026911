import type { PostAnswer } from "@cofounder/contracts";
import type { Hono } from "hono";
import { statusOf } from "../failures.ts";
import { feedMediaTypes, type FeedFormat, feedText } from "../feeds/feed-texts.ts";
import { llmsText, markdownTwin, robotsText } from "../feeds/machine-texts.ts";
import { sitemap } from "../feeds/sitemap.ts";
import { findEvidence } from "../pages/read-posts.ts";
import type { SiteClient, Visit } from "../site-options.ts";
import { pageCaching, type VisitOf } from "./pages.ts";

const feedPaths: Record<FeedFormat, string> = { rss: "/feed.xml", atom: "/atom.xml", json: "/feed.json" };
const postsInFeed = 20;
const postsForModels = 100;

/** The latest posts with their text; one that was taken down in between is left out. */
async function latestPosts(client: SiteClient): Promise<PostAnswer[]> {
  const { data } = await client.listPosts({ limit: postsInFeed });
  const answers = await Promise.all(
    data.map(({ slug }) =>
      client.getPost({ slug }).catch((error: unknown) => {
        if (statusOf(error) === 404) return undefined;
        throw error;
      }),
    ),
  );
  return answers.filter((answer) => answer !== undefined);
}

async function modelText({ client, site, origin }: Visit): Promise<string> {
  const { data: posts } = await client.listPosts({ limit: postsForModels });
  return llmsText({ site, origin, posts });
}

async function markdownOf({ client, origin }: Visit, file: string): Promise<string> {
  const answer = await client.getPost({ slug: file.replace(/\.md$/, "") });
  return markdownTwin({ answer, evidence: await findEvidence(client, answer.data.slug), origin });
}

/** What programs read: feeds, sitemap, robots, and the posts as Markdown. */
export function addMachineTexts(app: Hono, visitOf: VisitOf): void {
  const answer = (path: string, mediaType: string, make: (visit: Visit, file: string) => string | Promise<string>): void => {
    app.get(path, async (context) => {
      const text = await make(await visitOf(context), context.req.param("file") ?? "");
      return context.body(text, 200, { "content-type": mediaType, "cache-control": pageCaching });
    });
  };
  for (const format of ["rss", "atom", "json"] as const) {
    answer(feedPaths[format], feedMediaTypes[format], async ({ client, site, origin, now }) =>
      feedText(format, { site, origin, now, posts: await latestPosts(client) }),
    );
  }
  answer("/sitemap.xml", "application/xml; charset=utf-8", ({ client, origin }) => sitemap(client, origin));
  answer("/robots.txt", "text/plain; charset=utf-8", ({ origin }) => robotsText(origin));
  answer("/llms.txt", "text/plain; charset=utf-8", modelText);
  answer("/posts/:file{.+\\.md}", "text/markdown; charset=utf-8", markdownOf);
}
