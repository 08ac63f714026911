import { describe, expect, it } from "vitest";
import { readableMarkdown } from "./readable-markdown.ts";

describe("the readable text of a Markdown document", () => {
  it("is the document with links as their text and without front matter, comments and reference lists", () => {
    const markdown = `---
title: "A plan: in two parts"
author: Ann Smith
date: 2024-03-12
---
# Plan

See [the notes](https://example.org/a_(b)) and [more][1], <https://example.org>. ![A chart](c.png)

<!-- for the writer -->
## Second part

- **one** item

[1]: https://example.org/more`;
    expect(readableMarkdown(markdown)).toEqual({
      title: "A plan: in two parts",
      author: "Ann Smith",
      publishedAt: "2024-03-12",
      text: "# Plan\n\nSee the notes and more, https://example.org. A chart\n\n\n## Second part\n\n- **one** item",
    });
  });

  it("takes the first heading for the title where none is declared", () => {
    expect(readableMarkdown("intro\n\n# The heading #\n\ntext")).toMatchObject({ title: "The heading" });
    expect(readableMarkdown("no heading")).toEqual({ text: "no heading" });
    expect(readableMarkdown("text\n\n---\n\ntitle: not front matter")).not.toHaveProperty("title");
  });

  it("leaves code as it is", () => {
    const code = "```md\n[a](https://example.org)\n```";
    expect(readableMarkdown(code).text).toBe(code);
  });

  it("comes at once from brackets without end", () => {
    const began = performance.now();
    for (const hostile of ["[", "![", "](", "<!--", "[a](", "[a][", "---\n", "(("]) readableMarkdown(hostile.repeat(100_000));
    expect(performance.now() - began).toBeLessThan(10_000);
  });
});
