import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readMarkdown } from "./read-markdown.ts";

const kinds = (markdown: string): string[] => readMarkdown(markdown).map(({ kind, text }) => `${kind}: ${text}`);

describe("the blocks of a Markdown text", () => {
  it("are headings of all levels, without their marks", () => {
    expect(readMarkdown("# One\n## Two ##\n###### Six\n####### seven")).toMatchObject([
      { kind: "heading", level: 1, text: "One" },
      { kind: "heading", level: 2, text: "Two" },
      { kind: "heading", level: 6, text: "Six" },
      { kind: "paragraph", text: "####### seven" },
    ]);
    expect(readMarkdown("C#\n\n# C# and F#")).toMatchObject([{ kind: "paragraph" }, { kind: "heading", text: "C# and F#" }]);
  });

  it("are underlined headings", () => {
    expect(readMarkdown("Title\n=====\n\nPart\n---\ntext")).toMatchObject([
      { kind: "heading", level: 1, text: "Title" },
      { kind: "heading", level: 2, text: "Part" },
      { kind: "paragraph", text: "text" },
    ]);
  });

  it("are paragraphs of several lines, ended by a blank line or another block", () => {
    expect(kinds("one\ntwo\n\nthree\n# four\nfive\n> six")).toEqual([
      "paragraph: one\ntwo",
      "paragraph: three",
      "heading: four",
      "paragraph: five",
      "quote: six",
    ]);
  });

  it("are list items, ordered or not, with their further lines", () => {
    expect(kinds("- one\n  more\n* two\n+ three\n1. four\n2) five\n  - six")).toEqual([
      "list_item: one\n  more",
      "list_item: two",
      "list_item: three",
      "list_item: four",
      "list_item: five",
      "list_item: six",
    ]);
  });

  it("are quotes, cut at their blank lines, with lazy lines", () => {
    expect(kinds("> one\n> two\n>\n> three\nlazy\n\n> four")).toEqual(["quote: one\n> two", "quote: three\nlazy", "quote: four"]);
  });

  it("are code between fences, whatever stands in it", () => {
    expect(kinds("```js\n# no heading\n\n- no item\n```\nafter")).toEqual(["code: ```js\n# no heading\n\n- no item\n```", "paragraph: after"]);
    expect(kinds("~~~~\n~~~\n~~~~\nafter")).toEqual(["code: ~~~~\n~~~\n~~~~", "paragraph: after"]);
    expect(kinds("```\nnever closed\n\nmore")).toEqual(["code: ```\nnever closed\n\nmore"]);
  });

  it("are comments, kept away from the prose", () => {
    expect(kinds("<!-- one -->\ntext\n\n<!--\ntwo\n\nthree\n-->\nmore")).toEqual([
      "code: <!-- one -->",
      "paragraph: text",
      "code: <!--\ntwo\n\nthree\n-->",
      "paragraph: more",
    ]);
  });

  it("are tables", () => {
    expect(kinds("| a | b |\n|---|---|\n| 1 | 2 |\n\ntext with a | bar")).toEqual([
      "table: | a | b |\n|---|---|\n| 1 | 2 |",
      "paragraph: text with a | bar",
    ]);
  });

  it("are footnotes with their names", () => {
    expect(readMarkdown("text[^1]\n\n[^1]: First\n[^long-name]: Second\n  line")).toMatchObject([
      { kind: "paragraph" },
      { kind: "footnote", note: "1", text: "First" },
      { kind: "footnote", note: "long-name", text: "Second\n  line" },
    ]);
  });

  it("leave out rules and blank lines", () => {
    expect(kinds("one\n\n---\n\n* * *\n___\n\n>\n\n#\n\ntwo")).toEqual(["paragraph: one", "paragraph: two"]);
  });

  it("read Windows line ends", () => {
    expect(kinds("# One\r\n\r\ntwo\r\nthree\r\n\r\n- four\r\n")).toEqual(["heading: One", "paragraph: two\r\nthree", "list_item: four"]);
  });

  it("stand where they say, in order, without overlap", () => {
    const line = fc.constantFrom(
      "",
      "text",
      "# head",
      "> quote",
      ">",
      "- item",
      "1. item",
      "```",
      "| a | b |",
      "|---|---|",
      "[^1]: note",
      "---",
      "===",
      "<!-- c",
      "-->",
      "  lazy",
      "\t",
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 25 }), (lines) => {
        const markdown = lines.join("\n");
        const blocks = readMarkdown(markdown);
        return blocks.every(
          (block, index) =>
            markdown.slice(block.start, block.end) === block.text && block.text.trim() === block.text && block.start >= (blocks[index - 1]?.end ?? 0),
        );
      }),
      { numRuns: 150 },
    );
  });

  it.each(["#", "> ", "- ", "|", "`", "---", "[^", "\n", " ", "* ", "<!--", "1. "])("of a long run of %j are read in linear time", (piece) => {
    const started = process.cpuUsage();
    readMarkdown(piece.repeat(Math.ceil(100_000 / piece.length)));
    readMarkdown(`${piece}\n`.repeat(Math.ceil(100_000 / piece.length)));
    expect(process.cpuUsage(started).user / 1000).toBeLessThan(800);
  });
});
