import { describe, expect, it } from "vitest";
import { findExcess } from "./markdown-limits.ts";

describe("a text", () => {
  it("of what people write is rendered", () => {
    const section = "## Heading\n\nA paragraph with **bold**, *italics*, a [link](https://a.example) and a note.[^1] It goes on for a while.\n\n";
    const list = Array.from({ length: 40 }, (_, index) => `- item ${index}\n  - below it\n    1. deeper\n`).join("");
    const table = "|a|b|c|\n|-|-|-|\n" + "|1|2|3|\n".repeat(200);
    const notes = Array.from({ length: 120 }, (_, index) => `[^${index}]: [Title](https://a.example/${index}), “quote”\n`).join("");
    expect(findExcess(section.repeat(100) + list + table + "> quoted\n> on\n\n".repeat(30) + notes)).toBeNull();
    expect(findExcess("word ".repeat(90_000))).toBeNull();
    expect(findExcess("")).toBeNull();
  });

  it.each([
    ["> ".repeat(13) + "x", "nests lists and quotes too deeply"],
    ["- ".repeat(5_000) + "x", "nests lists and quotes too deeply"],
    [" ".repeat(61) + "- x", "nests lists and quotes too deeply"],
    ["- a\n  - b\n".repeat(301), "has too many nested list items"],
    ["> - a\n>   - b\n".repeat(200), "has too many nested list items"],
    ["> a\n\n".repeat(301), "has too many quotes"],
    ["a\n=\n".repeat(301), "has too many underlined headings and rules"],
    ["a\n".repeat(5_001), "has too many lines"],
    ["a\r".repeat(5_001), "has too many lines"],
    ["|a".repeat(300) + "|\n" + "|-".repeat(300) + "|\n" + "|\n".repeat(100), "has tables with too many cells"],
    ["a[^1] ".repeat(1_001), "has too many footnote marks"],
    ["`a` ".repeat(5_001), "has too many links and marks"],
    ["*a **b ".repeat(201), "has a paragraph with too many marks of emphasis"],
    ["]".repeat(1_001), "has a paragraph with too many brackets"],
  ])("that would hold everybody up is named: %#", (markdown, excess) => {
    expect(findExcess(markdown)).toBe(excess);
  });
});
