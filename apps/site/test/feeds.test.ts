import { describe, expect, it } from "vitest";
import { publishDigest, publishMany, site } from "./published.ts";
import { openSite, origin } from "./open-site.ts";
import { readMarkup } from "./read-markup.ts";

const posts = publishMany();
const open = openSite({ site, posts });
const address = `${origin}/posts/how-small-bakeries-cut-energy`;

describe("feeds", () => {
  it.each([
    ["/feed.xml", "application/rss+xml", "item"],
    ["/atom.xml", "application/atom+xml", "entry"],
  ])("%s holds the latest twenty posts, whole", async (path, mediaType, item) => {
    const { text, headers } = await open.get(path);
    expect(headers.get("content-type")).toBe(`${mediaType}; charset=utf-8`);
    expect(readMarkup(text, "xml").filter(({ tag }) => tag === item)).toHaveLength(20);
    expect(text).toContain(address);
    expect(text).toContain("“Ovens used 46 % of all energy");
    expect(text).toContain(`href="${address}#post-fn-1"`);
  });

  it("the JSON feed says when each post was published and changed", async () => {
    const feed = JSON.parse((await open.get("/feed.json")).text) as { feed_url: string; items: Record<string, unknown>[] };
    expect(feed.feed_url).toBe(`${origin}/feed.json`);
    expect(feed.items).toHaveLength(20);
    expect(feed.items[0]).toMatchObject({
      url: address,
      date_published: "2026-11-24T06:30:00.000Z",
      tags: ["Energy", "ovens", "refrigeration", "energy costs"],
    });
  });

  it("stand while nothing is published", async () => {
    const empty = openSite({ site, posts: [] });
    for (const path of ["/feed.xml", "/atom.xml"]) readMarkup((await empty.get(path)).text, "xml");
    expect(JSON.parse((await empty.get("/feed.json")).text)).toMatchObject({ items: [] });
    expect((await empty.get("/llms.txt")).text).toContain("Nothing has been published yet.");
  });

  it("leave out a post that is taken down while the feed is made", async () => {
    const gone = openSite({ site, posts }, { getPost: async () => Promise.reject(Object.assign(new Error("gone"), { code: "not_found" })) });
    expect(JSON.parse((await gone.get("/feed.json")).text)).toMatchObject({ items: [] });
    expect(gone.reported).toEqual([]);
  });
});

describe("texts for programs", () => {
  it("the sitemap names every page once, with its last change", async () => {
    const { text, headers } = await open.get("/sitemap.xml");
    expect(headers.get("content-type")).toBe("application/xml; charset=utf-8");
    readMarkup(text, "xml");
    const named = [...text.matchAll(/<loc>([^<]+)<\/loc>/g)].map(([, loc]) => loc);
    expect(new Set(named).size).toBe(named.length);
    for (const path of ["/", "/posts", "/about", "/privacy", "/category/energy", "/tag/ovens", "/posts/post-29"])
      expect(named).toContain(origin + path);
    expect(text).toContain(`<loc>${address}</loc><lastmod>2026-11-24T06:30:00.000Z</lastmod>`);
  });

  it("the sitemap reads long lists page by page to their end", async () => {
    const { answer, evidence } = publishDigest();
    const long = Array.from({ length: 230 }, (_, number) => ({ answer: { ...answer, data: { ...answer.data, slug: `post-${number}` } }, evidence }));
    const { text } = await openSite({ site, posts: long }).get("/sitemap.xml");
    expect(text.match(/\/posts\/post-\d+</g)).toHaveLength(230);
  });

  it("robots may read the site and are shown the sitemap", async () => {
    const { text } = await open.get("/robots.txt");
    expect(text).toMatch(/^User-agent: \*\nAllow: \/\n/);
    expect(text).toContain(`Sitemap: ${origin}/sitemap.xml`);
  });

  it("a post can be had as Markdown, with the records of its sources", async () => {
    const { text, headers } = await open.get("/posts/how-small-bakeries-cut-energy.md");
    expect(headers.get("content-type")).toBe("text/markdown; charset=utf-8");
    const { answer, evidence } = publishDigest();
    expect(text).toContain(answer.data.content.trim());
    expect(text).toMatch(/^# How small bakeries .*\n\nDigest · Ines Falk · 2026-11-24T06:30:00.000Z/);
    for (const { sha256 } of evidence?.sources ?? []) expect(text).toContain(sha256);
    expect((await open.get("/posts/nothing.md")).status).toBe(404);
  });

  it("language models are shown each post's Markdown", async () => {
    const { text } = await open.get("/llms.txt");
    expect(text).toMatch(/^# Crumb & Kilowatt\n\n> What small bakeries/);
    expect(text).toContain(`(${address}.md): Eight sources`);
  });
});

describe("files", () => {
  it("styles and fonts are kept for good, the favicon for a day", async () => {
    const { text } = await open.get("/");
    const [, stylesheet = ""] = /<link rel="stylesheet" href="([^"]+)"/.exec(text) ?? [];
    const [, font = ""] = /<link rel="preload" href="([^"]+)"/.exec(text) ?? [];
    for (const path of [stylesheet, font]) {
      const { status, headers } = await open.get(path);
      expect([status, headers.get("cache-control")]).toEqual([200, "public, max-age=31536000, immutable"]);
    }
    expect((await open.get("/favicon.svg")).headers.get("content-type")).toBe("image/svg+xml");
    expect((await open.get("/assets/site.css")).status).toBe(404);
    expect((await open.get("/assets/../package.json")).status).toBe(404);
  });
});
