import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { longestSentence, sentences } from "./sentences.ts";

const texts = (text: string): string[] => sentences(text).map((sentence) => sentence.text);

/** Each text is written with its cuts as "|". */
const cuts: readonly (readonly [about: string, text: string])[] = [
  ["plain sentences", "The mill stood still. |Nobody knew why. |Was it the wind? |No!"],
  ["titles", "Dr. Ames met Mr. Bell and Prof. Cole. |They agreed."],
  ["initials", "J. K. Marsh wrote it with George W. Hall. |It sold well."],
  ["Latin abbreviations", "Use a soft brush, e.g. Nylon or hair, i.e. nothing hard. |Then rinse."],
  ["numbered things", "See No. 5 and Fig. A of vol. 3 for it. |He said no. |Then he left."],
  ["times of day", "It opens at 9 a.m. on weekdays. |It closes at 5 p.m. |Nobody waits. |The call is at 6 p.m. EST today."],
  ["months", "It ran from Jan. 5 to Feb. 9 last year. |Then it stopped."],
  ["companies", "Hartley Inc. sold it to Boone Ltd. |The price was not told. |Moss Corp. Chairman Dale agreed."],
  ["countries", "The U.S. economy grew. |He moved to the U.S. |The rest stayed."],
  ["decimals and versions", "It rose 3.2 % to 1.05 in version 2.4.1 of the tool. |That was all."],
  ["amounts", "It cost $3.50. |Nobody paid."],
  ["addresses", "Read https://example.org/a.b?c=d.e first. |Write to a.b@example.org. |Done."],
  ["ellipses", "It was slow... but it worked. |It was slow… and loud. |It stopped... |Then it ran."],
  ["quoted ends", "“It works.” |Then she left. |“Why?” he asked. |She said: “Stop.”"],
  ["straight quotes", '"It works." |Then she left. |"Why?" he asked.'],
  ["brackets", "It works (mostly). |(It did not always.) |Now it does."],
  ["citation marks", "Cities grew.[4] |Towns shrank.[^note] |Villages stayed.[1][2] |The end."],
  ["several marks", "Really?! |Yes!! |Good."],
  ["degrees", "It is kept at −18 °C. |Raising it saves energy. |It reached 70 °F. |Nobody minded."],
  ["enumerations", "1. Open the lid. |2. Close it again."],
  ["line breaks", "It was\nlong and\nslow. |Then it\nended."],
  ["names that begin low", "It sold well. |iPhone sales grew. |eBay followed."],
  ["a last sentence without an end", "It ended. |Then nothing"],
  ["wide marks", "終わりです。|次の文。|最後"],
  ["et cetera", "Bring pens, paper, etc. |Lunch is served."],
  ["et al.", "Moore et al. found it. |The others did not."],
];

describe("sentences", () => {
  it.each(cuts)("are cut right at %s", (_, marked) => {
    const parts = marked.split("|");
    expect(texts(parts.join(""))).toEqual(parts.map((part) => part.trim()));
  });

  it("carry the number of their paragraph", () => {
    const found = sentences("One here. Two here.\n\nThree here.\n \n\nFour here.");
    expect(found.map(({ text, paragraph }) => [text, paragraph])).toEqual([
      ["One here.", 0],
      ["Two here.", 0],
      ["Three here.", 1],
      ["Four here.", 2],
    ]);
  });

  it("of an empty text are none", () => {
    expect(texts("")).toEqual([]);
    expect(texts(" \n\t\n ")).toEqual([]);
  });

  it("stand in the text where they say, in order, and leave out only white space", () => {
    const words = fc.constantFrom(
      "a",
      "Dr",
      "the",
      "U.S",
      "No",
      "5",
      "3.2",
      "end",
      "“",
      "”",
      '"',
      "(",
      ")",
      "[^1]",
      "…",
      ".",
      "?",
      "!",
      "\n",
      "\n\n",
      " ",
      "é",
      "🙂",
      "。",
      "°C",
      "I",
    );
    const exotic = fc.constantFrom("\ud83d", "\ude42", "\u0000", "\u2028", "\u3000", "\u00a0", "\u0301", "ß", ".", " ", "\r\n", "A", "b");
    const text = fc.oneof(
      fc.array(words, { maxLength: 60 }).map((parts) => parts.join(" ")),
      fc.array(words, { maxLength: 60 }).map((parts) => parts.join("")),
      fc.array(exotic, { maxLength: 80 }).map((parts) => parts.join("")),
    );
    fc.assert(
      fc.property(text, (whole) => {
        const found = sentences(whole);
        const gaps = [...found, { start: whole.length, end: whole.length }].map(({ start }, index) => whole.slice(found[index - 1]?.end ?? 0, start));
        return (
          found.every(({ start, end, text: own }) => whole.slice(start, end) === own && own.trim() !== "") && gaps.every((gap) => gap.trim() === "")
        );
      }),
      { numRuns: 150 },
    );
  });

  it("are never longer than the bound, and no character is split", () => {
    const long = `${"🙂".repeat(3000)} ${"word ".repeat(2000)}`;
    const found = sentences(long);
    expect(Math.max(...found.map((sentence) => sentence.text.length))).toBeLessThanOrEqual(longestSentence);
    expect(found.some((sentence) => /[\uD800-\uDBFF]$/.test(sentence.text))).toBe(false);
    expect(
      found
        .map((sentence) => sentence.text)
        .join("")
        .replaceAll(" ", ""),
    ).toBe(long.replaceAll(" ", ""));
  });

  it.each([".", "a", "a.", ". ", "A. ", "!?", "[", "[^1]", "“", "\n", " \n", "\n \n", "e.g. ", "(", "…", "No. 5 ", "a ".repeat(5), "> y\n\n"])(
    "of a long run of %j are found in linear time",
    (piece) => {
      expect(cpuMs(() => sentences(piece.repeat(Math.ceil(100_000 / piece.length))))).toBeLessThan(500);
    },
  );

  it("of a megabyte without a sentence end are found at once", () => {
    expect(cpuMs(() => sentences("word and ".repeat(120_000)))).toBeLessThan(1500);
  });
});

function cpuMs(work: () => unknown): number {
  const started = process.cpuUsage();
  work();
  return process.cpuUsage(started).user / 1000;
}
