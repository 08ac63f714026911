import { describe, expect, it } from "vitest";
import { publish, publishDigest, site } from "../../test/published.ts";
import type { CitedSource } from "../text/cited-sources.ts";
import { Contents } from "./contents.tsx";
import { Disclosure } from "./disclosure.tsx";
import type { Markup } from "./markup.ts";
import { Pagination } from "./pagination.tsx";
import { blogPosting, breadcrumbs, websiteItems } from "./schema-items.ts";

const names = { site, origin: "https://crumb.example" };
const htmlOf = async (markup: Markup): Promise<string> => (await markup).toString();
const at = (path: string): URL => new URL(path, names.origin);

function cited(number: number): CitedSource {
  const passages = [{ quote: "Words.", note: undefined }];
  return { sourceId: String(number), anchor: `source-${number}`, title: `Source ${number}`, url: undefined, sha256: "", fetchedAt: "", passages };
}

describe("pagination", () => {
  it("is nothing on the only page", async () => {
    expect(await htmlOf(<Pagination current={1} count={1} url={at("/")} />)).toBe("");
    expect(await htmlOf(<Pagination current={1} count={0} url={at("/")} />)).toBe("");
  });

  it("leads to both sides from the middle, and to the plain address of the first page", async () => {
    const html = await htmlOf(<Pagination current={2} count={3} url={at("/category/energy?page=2&utm=x")} />);
    expect(html).toContain('<a href="/category/energy" rel="prev">');
    expect(html).toContain('<a href="/category/energy?page=3" rel="next">');
    expect(html).toContain("Page 2 of 3");
  });

  it("ends at the last page", async () => {
    expect(await htmlOf(<Pagination current={3} count={3} url={at("/")} />)).not.toContain('rel="next"');
  });
});

describe("contents", () => {
  const headings = [1, 2, 3].map((number) => ({ id: `section-${number}`, text: `Part ${number}` }));

  it("are shown from three headings on", async () => {
    expect(await htmlOf(<Contents headings={headings.slice(0, 2)} hasSources />)).toBe("");
    expect(await htmlOf(<Contents headings={headings} hasSources={false} />)).not.toContain("#sources");
    expect(await htmlOf(<Contents headings={headings} hasSources />)).toMatch(/#section-1.*#section-2.*#section-3.*#sources/s);
  });
});

describe("disclosure", () => {
  it("names ten sources and counts what is beyond", async () => {
    const sources = Array.from({ length: 14 }, (_, index) => cited(index + 1));
    const html = await htmlOf(<Disclosure slug="a" kind="digest" opening={undefined} sources={sources} evidence={undefined} />);
    expect(html).toContain("Made from 14 passages of 14 sources:");
    expect(html.match(/href="#source-/g)).toHaveLength(9);
    expect(html).toContain('<a href="#sources">and 5 more</a>');
  });

  it("counts what the digest quotes, not what else bears it out", async () => {
    const note = { id: "n", markId: "m", number: 1, text: "Source 1 — “Words.”" };
    const quoted = { ...cited(1), passages: [{ quote: "Words.", note }, ...cited(1).passages] };
    const html = await htmlOf(<Disclosure slug="a" kind="digest" opening={undefined} sources={[quoted, cited(2)]} evidence={undefined} />);
    expect(html).toContain("Made from 1 passage of 1 source:");
  });

  it("counts one passage of one source as one", async () => {
    const html = await htmlOf(<Disclosure slug="a" kind="digest" opening="A digest." sources={[cited(1)]} evidence={undefined} />);
    expect(html).toContain("<p>A digest.</p>");
    expect(html).toContain("Made from 1 passage of 1 source:");
  });

  it("of an article says how many of its sentences are supported, and nothing when none was checked", async () => {
    const { evidence } = publishDigest();
    const html = await htmlOf(<Disclosure slug="a" kind="article" opening={undefined} sources={[]} evidence={evidence} />);
    expect(html).toMatch(/\d+ of \d+ factual sentences are supported by them/);
    expect(await htmlOf(<Disclosure slug="a" kind="article" opening={undefined} sources={[]} evidence={undefined} />)).toBe("");
  });
});

describe("items for search engines", async () => {
  it("the site's publisher and search are said once", () => {
    const [organization, website] = websiteItems(names);
    expect(organization).toMatchObject({ "@type": "Organization", name: site.name });
    expect(website).toMatchObject({ "@type": "WebSite", publisher: { "@id": "https://crumb.example/#organization" } });
  });

  it("breadcrumbs start at home and count from one", () => {
    expect(breadcrumbs(names, [{ name: "Energy", path: "/category/energy" }])["itemListElement"]).toEqual([
      { "@type": "ListItem", position: 1, name: "Home", item: "https://crumb.example/" },
      { "@type": "ListItem", position: 2, name: "Energy", item: "https://crumb.example/category/energy" },
    ]);
  });

  it("a post without an author is the organization's, and cites its sources", () => {
    const { answer } = publish(1, { slug: "a", featured_image_url: "/media/a.png" });
    const item = blogPosting(names, answer, ["https://example.org/a"]);
    expect(item).toMatchObject({ author: { "@id": "https://crumb.example/#organization" }, citation: ["https://example.org/a"] });
    expect(item["image"]).toBe("https://crumb.example/media/a.png");
    expect(blogPosting(names, publish(1, { featured_image_url: "https://elsewhere.example/a.png" }).answer, [])).not.toHaveProperty("image");
  });
});
