import { describe, expect, it } from "vitest";
import { readMarkdown } from "./read-markdown.ts";
import { proseSentences, readProse } from "./read-prose.ts";

const markdown = `# A *small* title

First **sentence** here.[^1] Second [one](https://example.org) here.

- An item. With two sentences.

> A quoted sentence.

\`\`\`
code. Not prose.
\`\`\`

| a | b |
|---|---|
| 1 | 2 |

[^1]: A note. Not prose either.
`;

describe("prose", () => {
  it("is what a reader reads, block by block", () => {
    const { text, blocks } = readProse(markdown);
    expect(text).toBe("A small title\n\nFirst sentence here. Second one here.\n\nAn item. With two sentences.\n\nA quoted sentence.");
    for (const block of blocks) expect(text.slice(block.start, block.end)).toBe(block.text);
    expect(blocks.map((block) => block.kind)).toEqual(["heading", "paragraph", "list_item", "quote"]);
  });

  it("has sentences that stand in the given text, and their reading form", () => {
    const found = proseSentences(markdown, readMarkdown(markdown));
    expect(found.map((sentence) => sentence.plain)).toEqual([
      "First sentence here.",
      "Second one here.",
      "An item.",
      "With two sentences.",
      "A quoted sentence.",
    ]);
    for (const sentence of found) expect(markdown.slice(sentence.start, sentence.end)).toBe(sentence.text);
    expect(found[0]?.text).toBe("First **sentence** here.");
    expect(found[1]?.text).toBe("Second [one](https://example.org) here.");
  });

  it("of an empty text is empty", () => {
    expect(readProse("")).toEqual({ text: "", blocks: [] });
  });
});
