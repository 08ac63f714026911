import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { plainText } from "./plain-text.ts";
import { toOriginal } from "./span.ts";

const cases: readonly (readonly [markdown: string, plain: string])[] = [
  ["A **bold** and *slanted* and ~~struck~~ word.", "A bold and slanted and struck word."],
  ["__Bold__ and _slanted_, but snake_case_name stays.", "Bold and slanted, but snake_case_name stays."],
  ["5 * 3 * 2 and a lone ~ or ~5 stay.", "5 * 3 * 2 and a lone ~ or ~5 stay."],
  ["Run `npm test` now.", "Run npm test now."],
  ["A [link](https://example.org/a_(b)) here.", "A link here."],
  ['A [link](https://example.org "a title") here.', "A link here."],
  ["A [link][ref] and an ![image](a.png) here.", "A link and an  here."],
  ["A bracket [like this] stays.", "A bracket [like this] stays."],
  ["Noted.[^1] And cited [12].", "Noted. And cited ."],
  ["Salt &amp; pepper &lt; &hellip; &unknown; & co", "Salt & pepper < … &unknown; & co"],
  ["A <b>tag</b>, 3 < 4 and a <br/> break.", "A tag, 3 < 4 and a  break."],
  [String.raw`Not \*slanted\* and \[not a link\].`, "Not *slanted* and [not a link]."],
  ["one\n> two\n>   three", "one two three"],
  ["[a [b](c) d](e)", "a b d"],
  ["[unclosed and ](x", "[unclosed and ](x"],
  ["**35** % of [400](x) firms", "35 % of 400 firms"],
];

describe("the reading form of Markdown", () => {
  it.each(cases)("of %j is %j", (markdown, plain) => {
    expect(plainText(markdown).text).toBe(plain);
  });

  it("leads every character back to the text", () => {
    const markdown = "It **rose** to [35 %](https://example.org) in 2021.[^4] Then it fell.";
    const plain = plainText(markdown);
    const start = plain.text.indexOf("35 %");
    const span = toOriginal(plain, { start, end: start + 4 });
    expect(markdown.slice(span.start, span.end)).toBe("35 %");
    const whole = toOriginal(plain, { start: plain.text.indexOf("rose"), end: plain.text.indexOf(" in") });
    expect(markdown.slice(whole.start, whole.end)).toBe("rose** to [35 %");
  });

  it("names its citation marks and where they stood", () => {
    const markdown = "First.[^a] Second [12] here.";
    const { text, marks } = plainText(markdown);
    expect(marks.map((mark) => [mark.note, markdown.slice(mark.start, mark.end), text.slice(0, mark.at)])).toEqual([
      ["a", "[^a]", "First."],
      ["12", "[12]", "First. Second "],
    ]);
  });

  it("of a part of a text keeps to that part", () => {
    const markdown = "aaa [bbb](ccc) ddd";
    expect(plainText(markdown, { start: 4, end: 14 }).text).toBe("bbb");
    expect(plainText(markdown, { start: 4, end: 8 }).text).toBe("[bbb");
  });

  it("has rising positions inside the text, whatever the text", () => {
    const piece = fc.constantFrom("a", " ", "*", "_", "`", "[", "]", "(", ")", "!", "<", ">", "&amp;", "\\", "\n", "[^1]", "](", "~", "é");
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
        const markdown = pieces.join("");
        const { text, at } = plainText(markdown);
        const rises = at.every((position, index) => index === 0 || position > (at[index - 1] ?? 0));
        return rises && at.length === text.length + 1 && at.at(-1) === markdown.length;
      }),
      { numRuns: 150 },
    );
  });

  it.each(["[", "](", "[^", "*", "_", "`", "<", "<a", "&", "&amp", "\\", "![", "[](", "(", "[a](b", "\n>"])(
    "of a long run of %j is read in linear time",
    (piece) => {
      const started = process.cpuUsage();
      plainText(piece.repeat(Math.ceil(100_000 / piece.length)));
      expect(process.cpuUsage(started).user / 1000).toBeLessThan(800);
    },
  );
});
