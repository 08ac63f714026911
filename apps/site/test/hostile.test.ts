import { describe, expect, it } from "vitest";
import { publish, publishDigest, site } from "./published.ts";
import { openSite } from "./open-site.ts";
import { readMarkup } from "./read-markup.ts";

const evil = `</title></script><script>alert("x")</script><img src=x onerror='y'> ]]> & "quoted" \u0007`;
const at = "2026-11-20T08:00:00.000Z";
const category = {
  id: "01935b00-0000-7000-8000-000000000901",
  name: evil,
  slug: "evil",
  description: evil,
  created_at: at,
  updated_at: at,
  post_count: 1,
};
const tag = { id: "01935b00-0000-7000-8000-000000000951", name: evil, slug: "evil", color: null };

function hostilePost() {
  const { answer } = publish(
    0,
    {
      title: evil,
      slug: "evil",
      excerpt: evil,
      author_name: evil,
      seo_description: evil,
      content: evil,
      content_html: "<p>a &#x3C; b ]]> c</p>",
      featured_image_url: "javascript:alert(1)",
    },
    { category, tags: [tag] },
  );
  const { id, slug, revision, kind } = answer.data;
  const citation = { source_id: "s", title: evil, url: "javascript:alert(1)", sha256: `"${evil}`, quote: evil, start: 0, end: 1 };
  return {
    answer,
    evidence: {
      post: { id, slug, title: evil, revision, kind },
      coverage: 1,
      claims: [{ claim: { text: evil, start: 0, end: 1, verdict: "supported" as const }, citations: [citation] }],
      sources: [{ source_id: "s", title: evil, url: "javascript:alert(1)", sha256: evil, fetched_at: at }],
      signatures: [{ rule: evil, start: 0, end: 1, reason: evil, signed_by: evil, at }],
    },
  };
}

const open = openSite({ site: { ...site, name: evil, tagline: evil }, posts: [hostilePost(), publishDigest()] });
const query = encodeURIComponent(evil);

describe("names, titles and words that try to be markup", () => {
  it.each([
    "/",
    "/posts",
    "/posts/evil",
    "/posts/evil/evidence",
    "/category/evil",
    "/tag/evil",
    `/search?q=${query}`,
    "/about",
    "/privacy",
    `/${query}`,
  ])("stay text on %s", async (path) => {
    const { text } = await open.get(path);
    const pieces = readMarkup(text, "html");
    expect(pieces.filter(({ tag: name, attributes }) => name === "img" || "onerror" in attributes)).toEqual([]);
    expect(text).not.toContain("<script>");
    expect(text).not.toMatch(/(?:href|src)="javascript:/);
  });

  it("stay inside the blocks for search engines", async () => {
    const { text } = await open.get("/posts/evil");
    const [, json = ""] = /<script type="application\/ld\+json">(.*?)<\/script>/s.exec(text) ?? [];
    expect((JSON.parse(json) as { headline: string }).headline).toBe(evil);
  });

  it.each(["/feed.xml", "/atom.xml", "/sitemap.xml"])("%s stays well-formed", async (path) => {
    const { text } = await open.get(path);
    expect(readMarkup(text, "xml").length).toBeGreaterThan(5);
    expect(text).not.toContain("\u0007");
  });

  it("stay text in the feeds that JSON and Markdown readers take", async () => {
    const feed = JSON.parse((await open.get("/feed.json")).text) as { items: { title: string; content_html: string }[] };
    expect(feed.items[0]?.title).toContain("<script>");
    expect(feed.items[0]?.content_html).not.toContain("<script>");
    expect((await open.get("/llms.txt")).text).toContain(String.raw`[\</title\>`);
    expect((await open.get("/posts/evil.md")).text).toMatch(/^# \\<\/title\\>/);
  });
});
