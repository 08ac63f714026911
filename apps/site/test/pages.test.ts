import { describe, expect, it } from "vitest";
import { publish, publishArticle, publishDigest, publishMany, scenes, site } from "./published.ts";
import { openSite, origin } from "./open-site.ts";
import { readMarkup } from "./read-markup.ts";

const many = { site, posts: publishMany() };
const digest = "/posts/how-small-bakeries-cut-energy";
const everyPage = [
  "/",
  "/?page=2",
  "/posts",
  "/category/energy",
  "/tag/ovens",
  "/search",
  "/search?q=oven",
  "/about",
  "/privacy",
  digest,
  `${digest}/evidence`,
  "/posts/reading-the-meter",
  "/posts/reading-the-meter/evidence",
  "/posts/post-5/evidence",
];
const open = openSite(many);

describe("every page", () => {
  it.each(everyPage)("%s keeps to the content policy and closes every tag", async (path) => {
    const { status, text, headers } = await open.get(path);
    expect(status).toBe(200);
    expect(headers.get("content-type")).toMatch(/^text\/html/);
    expect(headers.get("content-security-policy")).toContain("default-src 'self'; script-src 'none'; style-src 'self'");
    expect(headers.get("cache-control")).toBe("public, max-age=0, must-revalidate");
    expect(headers.get("set-cookie")).toBeNull();
    const pieces = readMarkup(text, "html");
    expect(pieces.filter(({ attributes }) => "style" in attributes || Object.keys(attributes).some((name) => name.startsWith("on")))).toEqual([]);
    expect(pieces.filter(({ tag }) => tag === "style" || tag === "iframe" || tag === "object")).toEqual([]);
    const scripts = pieces.filter(({ tag }) => tag === "script");
    expect(scripts.every(({ attributes }) => attributes["type"] === "application/ld+json")).toBe(true);
  });

  it.each(everyPage)("%s has one first heading, no level left out, landmarks and a skip link", async (path) => {
    const pieces = readMarkup((await open.get(path)).text, "html");
    const levels = pieces.flatMap(({ tag }) => (/^h[1-6]$/.test(tag) ? [Number(tag[1])] : []));
    expect(levels.filter((level) => level === 1)).toHaveLength(1);
    expect(levels[0]).toBe(1);
    for (const [index, level] of levels.entries()) expect(level - (levels[index - 1] ?? 0)).toBeLessThanOrEqual(1);
    for (const landmark of ["header", "main", "footer", "nav"]) expect(pieces.some(({ tag }) => tag === landmark)).toBe(true);
    const skip = pieces.find(({ attributes }) => attributes["class"] === "skip-link");
    expect(pieces.some(({ tag, attributes }) => tag === "main" && `#${attributes["id"]}` === skip?.attributes["href"])).toBe(true);
  });

  it.each(everyPage)("%s uses each id once, and every link within the page leads somewhere", async (path) => {
    const pieces = readMarkup((await open.get(path)).text, "html");
    const ids = pieces.flatMap(({ attributes }) => attributes["id"] ?? []);
    expect(ids).toEqual([...new Set(ids)]);
    const targets = pieces.flatMap(({ attributes }) => (attributes["href"]?.startsWith("#") === true ? [attributes["href"].slice(1)] : []));
    const named = pieces.flatMap(({ attributes }) =>
      [attributes["aria-labelledby"], attributes["aria-describedby"]].filter((id) => id !== undefined),
    );
    for (const id of [...targets, ...named]) expect(ids).toContain(id);
  });

  it("links lead to the site itself or, with rel=noopener, to the web", async () => {
    for (const path of everyPage) {
      for (const { tag, attributes } of readMarkup((await open.get(path)).text, "html")) {
        if (tag !== "a") continue;
        expect(attributes["href"]).toMatch(/^(?:\/(?!\/)|#|https?:\/\/)/);
        if (attributes["href"]?.startsWith("http") === true) expect(attributes["rel"]).toBe("noopener");
      }
    }
  });

  it("has one true address, without what the visitor's link carried along", async () => {
    const { text } = await open.get(`${digest}/?utm_source=mail`);
    expect(text).toContain(`<link rel="canonical" href="${origin}${digest}"/>`);
    expect((await open.get("/?page=2&x=1")).text).toContain(`<link rel="canonical" href="${origin}/?page=2"/>`);
  });

  it("answers HEAD as GET, without a body", async () => {
    const { status, text, headers } = await open.get("/", { method: "HEAD" });
    expect([status, text]).toEqual([200, ""]);
    expect(headers.get("content-type")).toMatch(/^text\/html/);
  });

  it("is only for reading", async () => {
    const { status, headers } = await open.get("/", { method: "POST", body: "x" });
    expect([status, headers.get("allow")]).toEqual([405, "GET, HEAD"]);
  });
});

describe("the front page", () => {
  it("leads with the newest post and a passage from it", async () => {
    const { text } = await open.get("/");
    expect(text).toMatch(/<h2 class="lead-title"><a href="\/posts\/how-small-bakeries-cut-energy">/);
    expect(text).toContain("“Ovens used 46 % of all energy in the 14 bakeries, and refrigeration used 27 %.”");
    expect(text.match(/class="post-row"/g)).toHaveLength(9);
    expect(text).toContain("Page 1 of 3");
  });

  it("pages on through every post once", async () => {
    const texts = await Promise.all(["/", "/?page=2", "/?page=3"].map(async (path) => (await open.get(path)).text));
    const found = texts.flatMap((text) => [...text.matchAll(/<h[23] class="(?:lead|post-row)-title"><a href="([^"]+)"/g)].map(([, path]) => path));
    expect(found).toHaveLength(30);
    expect(new Set(found).size).toBe(30);
    expect((await open.get("/?page=4")).status).toBe(404);
    expect((await open.get("/?page=99999")).status).toBe(404);
  });

  it("says what will be here while nothing is", async () => {
    const { status, text } = await openSite({ site, posts: [] }).get("/");
    expect(status).toBe(200);
    expect(text).toContain("Nothing has been published yet");
    expect(text).toContain("Posts will appear here");
  });

  it("stands with one post and without a tagline", async () => {
    const { text } = await openSite({ site: { ...site, tagline: "" }, posts: [publishDigest()] }).get("/");
    expect(text).not.toContain("masthead");
    expect(text).not.toContain('id="latest"');
    readMarkup(text, "html");
  });
});

describe("a digest", () => {
  it("says that it is one and what it is made from", async () => {
    const { text } = await open.get(digest);
    expect(text).toContain("This digest quotes the sources named below word for word");
    expect(text).toContain("Made from 17 passages of 8 sources:");
    expect(text.match(/This digest quotes/g)).toHaveLength(1);
  });

  it("says so in the site's words when its text does not", async () => {
    const plain = publish(0, { kind: "digest", slug: "plain" });
    const { text } = await openSite({ site, posts: [plain] }).get("/posts/plain");
    expect(text).toContain("This is a digest: excerpts from the sources named here, quoted word for word.");
  });

  it("shows under Sources each source with link, hash and time, and every passage word for word", async () => {
    const { evidence } = publishDigest();
    const { text } = await open.get(digest);
    const sources = text.slice(text.indexOf('<section class="sources"'));
    for (const { title, url, sha256, fetched_at } of evidence?.sources ?? []) {
      expect(sources).toContain(title);
      if (url !== null) expect(sources).toContain(`<a href="${url}" rel="noopener">`);
      expect(sources).toContain(sha256.slice(0, 12));
      expect(sources).toContain(`<time datetime="${fetched_at}">`);
    }
    const shown = sources.replaceAll("&quot;", '"').replaceAll("&#39;", "'");
    for (const { citations } of evidence?.claims ?? []) for (const { quote } of citations) expect(shown).toContain(quote);
  });

  it("each footnote mark leads to its passage and each passage back to its mark", async () => {
    const { text } = await open.get(digest);
    for (let number = 1; number <= 17; number += 1) {
      expect(text).toContain(`<a href="#post-fn-${number}" id="post-fnref-${number}"`);
      expect(text).toContain(`<li class="passage" id="post-fn-${number}">`);
      expect(text).toContain(`<a class="passage-mark" href="#post-fnref-${number}"`);
    }
    expect(text).not.toContain("data-footnotes");
  });

  it("has contents, byline, tags, neighbours of its category and its Markdown twin", async () => {
    const { text } = await open.get(digest);
    expect(text).toMatch(
      /<nav class="contents".*?<a href="#section-where-the-energy-goes">Where the energy goes<\/a>.*?<a href="#sources">Sources<\/a>/s,
    );
    expect(text).toContain("By Ines Falk");
    expect(text).toContain('<time datetime="2026-11-24T06:30:00.000Z">24 November 2026</time>');
    expect(text).toContain('<a href="/tag/ovens" rel="tag">');
    expect(text).toContain("More in Energy");
    expect(text).toContain(`<link rel="alternate" type="text/markdown" href="${digest}.md"/>`);
  });

  it("tells search engines and cards what it is", async () => {
    const { text } = await open.get(digest);
    const blocks = [...text.matchAll(/<script type="application\/ld\+json">(.*?)<\/script>/gs)].map(
      ([, json = ""]) => JSON.parse(json) as Record<string, unknown>,
    );
    expect(blocks.map((block) => block["@type"])).toEqual(["BlogPosting", "BreadcrumbList"]);
    expect(blocks[0]).toMatchObject({ mainEntityOfPage: origin + digest, author: { name: "Ines Falk" }, articleSection: "Energy" });
    expect(text).toContain('<meta property="og:type" content="article"/>');
    expect(text).toContain('<meta name="twitter:card" content="summary"/>');
  });

  it("is sent on from its id to its address", async () => {
    const { status, headers } = await open.get("/posts/01935b00-0000-7000-8000-000000000000");
    expect([status, headers.get("location")]).toEqual([301, digest]);
    expect((await open.get("/posts/01935b00-0000-7000-8000-000000000000/evidence")).headers.get("location")).toBe(`${digest}/evidence`);
  });
});

describe("an article", () => {
  it("says how much of it was checked, who signed, and keeps its own footnotes", async () => {
    const { text } = await open.get("/posts/reading-the-meter");
    expect(text).toContain("1 of 4 factual sentences is supported");
    expect(text).toContain("Signed by Ines Falk");
    expect(text).toContain("I moved the pies myself.");
    expect(text).toContain('<li id="post-fn-pies">');
  });

  it("without evidence makes no claim about itself", async () => {
    const { text } = await open.get("/posts/post-5");
    expect(text).not.toContain("How this was made");
    expect(text).not.toContain('id="sources"');
    expect(text).not.toContain('href="/posts/post-5/evidence"');
  });
});

describe("the evidence page", () => {
  it("gives sentence, quote, source, whole hash and time", async () => {
    const { text } = await open.get(`${digest}/evidence`);
    const { evidence } = publishDigest();
    expect(text.match(/class="claim"/g)).toHaveLength(evidence?.claims.length ?? 0);
    for (const { sha256 } of evidence?.sources ?? []) expect(text).toContain(sha256);
    expect(text).toContain("20 November 2026 at 00:10 UTC");
  });

  it("tells verdicts by word and line, not by colour alone", async () => {
    const { text } = await openSite({ site, posts: [publishArticle()] }).get("/posts/reading-the-meter/evidence");
    for (const verdict of ["supported", "contradicted", "unsupported", "unchecked"]) {
      expect(text).toContain(`class="claim-${verdict}"`);
      expect(text.toLowerCase()).toContain(`</span> ${verdict}`);
    }
    expect(text).toContain("The smallest oven was the most expensive one.");
  });

  it("says so when nothing was checked", async () => {
    const { status, text } = await open.get("/posts/post-5/evidence");
    expect(status).toBe(200);
    expect(text).toContain("No evidence is kept for");
  });
});

describe("lists", () => {
  it("the archive is by year and shows each post", async () => {
    const { text } = await open.get("/posts");
    expect(text).toContain('<h2 id="year-2026">2026</h2>');
    expect(text.match(/class="archive-row"/g)).toHaveLength(30);
  });

  it("a category and a tag show their own posts", async () => {
    expect((await open.get("/category/craft")).text.match(/class="post-row"/g)).toHaveLength(10);
    expect((await open.get("/category/energy")).text).toContain("where the kilowatt-hours go");
    expect((await open.get("/tag/refrigeration")).text.match(/class="post-row"/g)).toHaveLength(1);
    expect((await open.get("/category/nothing")).status).toBe(404);
    expect((await open.get("/tag/nothing")).status).toBe(404);
  });

  it("the search finds, keeps what was typed, and says when there is nothing", async () => {
    const found = (await open.get("/search?q=reading")).text;
    expect(found).toContain("1 post with the words “reading”");
    expect(found).toContain('value="reading"');
    expect(found).toContain('<meta name="robots" content="noindex, follow"/>');
    expect((await open.get("/search?q=zebra")).text).toContain("No post has the words “zebra”");
    expect((await open.get("/search?q=++")).text).not.toContain("with the words");
    expect((await open.get(`/search?q=${"a".repeat(5000)}`)).status).toBe(200);
  });

  it("the search pages on with its words", async () => {
    expect((await openSite(scenes["many"] ?? many).get("/search?q=t")).text).toContain('href="/search?q=t&amp;page=2"');
  });
});
