import type { PostAnswer } from "@cofounder/contracts";
import { describe, expect, it } from "vitest";
import { type FeedFormat, feedText } from "./feed-texts.ts";

const site = { name: "Crumb & Kilowatt", tagline: "Heat <and> cold", url: "", time_zone: "UTC" };
const now = new Date("2026-11-24T09:00:00Z");

function answer(changes: Partial<PostAnswer["data"]>): PostAnswer {
  const at = "2026-11-20T08:00:00.000Z";
  const id = "01935b00-0000-7000-8000-000000000001";
  const nothing = { featured_image_url: null, cover_image_url: null, category_id: null, author_id: null, author_name: null };
  const seo = { seo_title: null, seo_description: null, seo_keywords: null };
  const counts = { revision: 1, word_count: 1, reading_minutes: 1, view_count: 0 };
  const text = { title: "Steam", slug: "steam", excerpt: "", content: "Text.", content_html: "<p>Text.</p>" };
  return {
    data: {
      id,
      ...text,
      ...nothing,
      ...seo,
      ...counts,
      kind: "article",
      status: "published",
      published_at: at,
      created_at: at,
      updated_at: at,
      ...changes,
    },
    meta: { tags: [], category: null },
  };
}

const feed = (format: FeedFormat, ...posts: PostAnswer[]): string => feedText(format, { site, origin: "https://crumb.example", now, posts });

describe("feed texts", () => {
  it("a title with markup is a title with markup in each format's own notation", () => {
    const post = answer({ title: "5 < 6 & <b>7</b>" });
    expect(feed("rss", post)).toContain("<![CDATA[5 < 6 & <b>7</b>]]>");
    expect(feed("atom", post)).toContain('<title type="html"><![CDATA[5 &lt; 6 &amp; &lt;b&gt;7&lt;/b&gt;]]>');
    expect(JSON.parse(feed("json", post))).toMatchObject({ items: [{ title: "5 < 6 & <b>7</b>" }] });
  });

  it("no text ends the section it stands in, however often it tries", () => {
    const xml = feed("rss", answer({ title: "]]> ]]>", excerpt: "]]>]]>", content_html: "<p>]]>]]></p>" }));
    expect(xml.match(/\]\]>/g)).toHaveLength(xml.match(/<!\[CDATA\[/g)?.length ?? 0);
  });

  it("characters that XML cannot hold are left out", () => {
    const xml = feed("atom", answer({ title: "Ste\u0000am\u000B", excerpt: "\uFFFF", author_name: "In\u0008es" }));
    expect(xml).toContain("<![CDATA[Steam]]>");
    expect(xml).toContain("<name>Ines</name>");
  });

  it("links within a post lead to the post's own page", () => {
    expect(feed("rss", answer({ content_html: '<p><a href="#post-fn-1">1</a></p>' }))).toContain(
      'href="https://crumb.example/posts/steam#post-fn-1"',
    );
  });

  it("was changed when its latest post was, or is of now while there is none", () => {
    const older = answer({ updated_at: "2026-11-21T08:00:00.000Z" });
    const newer = answer({ slug: "b", updated_at: "2026-11-22T08:00:00.000Z" });
    expect(feed("atom", older, newer)).toContain("<updated>2026-11-22T08:00:00.000Z</updated>");
    expect(feed("atom")).toContain("<updated>2026-11-24T09:00:00.000Z</updated>");
  });

  it("names itself, and nobody else, as its maker", () => {
    for (const format of ["rss", "atom", "json"] as const) {
      expect(feed(format, answer({}))).not.toMatch(/generator/i);
      expect(feed(format, answer({}))).toContain("https://crumb.example");
    }
  });
});
