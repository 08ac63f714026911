import type { PostEvidence } from "@cofounder/contracts";
import { describe, expect, it } from "vitest";
import { publish, publishDigest, site } from "../../test/published.ts";
import { llmsText, markdownTwin, robotsText } from "./machine-texts.ts";

const origin = "https://crumb.example";

describe("texts for programs", () => {
  it("robots are kept from the API and the hub, and from nothing else", () => {
    const lines = robotsText(origin).split("\n");
    expect(lines.filter((line) => line.startsWith("Disallow"))).toEqual(["Disallow: /api/", "Disallow: /hub"]);
  });

  it("a name with brackets does not break its link, and a long excerpt stays on its line", () => {
    const { answer } = publish(1, { title: "Ovens [and] *steam*", slug: "ovens", excerpt: "First line.\n\nSecond line." });
    const { content_html: _html, ...data } = answer.data;
    const text = llmsText({ site: { ...site, tagline: "" }, origin, posts: [{ ...data, category: null, tags: [] }] });
    expect(text).toContain(String.raw`- [Ovens \[and\] \*steam\*](https://crumb.example/posts/ovens.md): First line. Second line.`);
    expect(text).not.toContain("\n> ");
  });

  it("a post's text is handed on as it was written", () => {
    const { answer } = publish(1, { content: "Text with *marks*[^1].\n\n[^1]: A note.\n", slug: "a", published_at: null });
    expect(markdownTwin({ answer, evidence: undefined, origin })).toBe(
      "# Post 1\n\nArticle  \n<https://crumb.example/posts/a>\n\nText with *marks*[^1].\n\n[^1]: A note.\n",
    );
  });

  it("each stored source is named with its hash and the time it was read", () => {
    const { answer, evidence } = publishDigest();
    const source = {
      source_id: "s",
      title: "A <source>",
      url: "https://example.org/a b>c",
      sha256: "f".repeat(64),
      fetched_at: "2026-11-20T08:00:00.000Z",
    };
    const text = markdownTwin({ answer, evidence: { ...(evidence as PostEvidence), sources: [source, { ...source, url: null }] }, origin });
    expect(text).toContain(String.raw`- [A \<source\>](<https://example.org/a%20b%3Ec>), read 2026-11-20T08:00:00.000Z, SHA-256 ${"f".repeat(64)}`);
    expect(text).toContain(String.raw`- A \<source\>, read`);
  });
});
