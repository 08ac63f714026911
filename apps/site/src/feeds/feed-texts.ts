import type { PostAnswer, Site } from "@cofounder/contracts";
import { Feed, type Item } from "feed";
import { paths } from "../text/addresses.ts";

export type FeedFormat = "rss" | "atom" | "json";

export const feedMediaTypes: Record<FeedFormat, string> = {
  rss: "application/rss+xml; charset=utf-8",
  atom: "application/atom+xml; charset=utf-8",
  json: "application/feed+json; charset=utf-8",
};

export interface FeedInput {
  site: Site;
  origin: string;
  now: Date;
  posts: readonly PostAnswer[];
}

/** Characters that XML 1.0 cannot hold, in any notation. */
// oxlint-disable-next-line no-control-regex -- these are the characters meant
const forbidden = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g;

function plain(text: string): string {
  return text.replaceAll(forbidden, "");
}

function escaped(text: string): string {
  return plain(text).replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

/** HTML that may stand in a CDATA section, whose end mark it then lacks. */
function inCdata(html: string): string {
  return plain(html).replaceAll("]]>", "]]&gt;");
}

/** Atom reads titles as HTML; RSS and JSON as plain text, where only the end mark of CDATA must not stand. */
function titleFor(format: FeedFormat, title: string): string {
  return format === "atom" ? escaped(title) : plain(title).replaceAll("]]>", "]] >");
}

function itemOf(format: FeedFormat, origin: string, { data: post, meta }: PostAnswer): Item {
  const address = origin + paths.post(post.slug);
  const names = [meta.category, ...meta.tags].flatMap((one) => one?.name ?? []);
  return {
    title: titleFor(format, post.title),
    id: address,
    link: address,
    date: new Date(post.updated_at),
    published: new Date(post.published_at ?? post.created_at),
    description: format === "json" ? plain(post.excerpt) : escaped(post.excerpt),
    content: inCdata(post.content_html.replaceAll('href="#', `href="${address}#`)),
    // The library writes names into attributes without escaping brackets.
    category: names.map((name) => plain(name).replaceAll(/[<>"]/g, "")).map((name) => ({ name, term: name })),
    ...(post.author_name === null ? {} : { author: [{ name: plain(post.author_name) }] }),
  };
}

/** The latest posts, whole, in one of three formats. */
export function feedText(format: FeedFormat, { site, origin, now, posts }: FeedInput): string {
  const feed = new Feed({
    title: plain(site.name),
    description: plain(site.tagline),
    id: `${origin}/`,
    link: `${origin}/`,
    language: "en",
    favicon: `${origin}/favicon.svg`,
    generator: false,
    updated: posts.reduce(
      (latest, { data }) => (new Date(data.updated_at) > latest ? new Date(data.updated_at) : latest),
      posts.length === 0 ? now : new Date(0),
    ),
    feedLinks: { rss: `${origin}/feed.xml`, atom: `${origin}/atom.xml`, json: `${origin}/feed.json` },
    author: { name: plain(site.name), link: `${origin}/` },
  });
  for (const answer of posts) feed.addItem(itemOf(format, origin, answer));
  if (format === "rss") return feed.rss2();
  return format === "atom" ? feed.atom1() : feed.json1();
}
