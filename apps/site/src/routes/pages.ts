import type { PostAnswer } from "@cofounder/contracts";
import type { Context, Hono } from "hono";
import { aboutPage } from "../pages/about.tsx";
import { archivePage } from "../pages/archive.tsx";
import { evidencePage } from "../pages/evidence.tsx";
import { homePage } from "../pages/home.tsx";
import { postPage } from "../pages/post.tsx";
import { privacyPage } from "../pages/privacy.tsx";
import { searchPage } from "../pages/search.tsx";
import { categoryPage, tagPage } from "../pages/topic.tsx";
import type { Page } from "../parts/markup.ts";
import type { Visit } from "../site-options.ts";

export type VisitOf = (context: Context) => Promise<Visit>;

export async function sendPage(context: Context, { markup, status }: Page): Promise<Response> {
  return context.html(`<!doctype html>${(await markup).toString()}`, status);
}

/** Fresh at each visit; whoever stands before the site may keep a page as long as it asks. */
export const pageCaching = "public, max-age=0, must-revalidate";

/** The pages that people read. */
export function addPages(app: Hono, visitOf: VisitOf): void {
  const show = (path: string, make: (visit: Visit, slug: string) => Page | Promise<Page>): void => {
    app.get(path, async (context) => {
      const page = await make(await visitOf(context), context.req.param("slug") ?? "");
      context.header("cache-control", pageCaching);
      return sendPage(context, page);
    });
  };
  show("/", homePage);
  show("/posts", archivePage);
  show("/category/:slug", categoryPage);
  show("/tag/:slug", tagPage);
  show("/search", searchPage);
  show("/about", aboutPage);
  show("/privacy", privacyPage);

  const showPost = (pathOf: (slug: string) => string, make: (visit: Visit, answer: PostAnswer) => Promise<Page>): void => {
    app.get(pathOf(":slug"), async (context) => {
      const visit = await visitOf(context);
      const asked = context.req.param("slug") ?? "";
      const answer = await visit.client.getPost({ slug: asked });
      context.header("cache-control", pageCaching);
      // A post has one address; its id leads there.
      if (answer.data.slug !== asked) return context.redirect(pathOf(answer.data.slug), 301);
      return sendPage(context, await make(visit, answer));
    });
  };
  showPost((slug) => `/posts/${slug}`, postPage);
  showPost((slug) => `/posts/${slug}/evidence`, evidencePage);
}
