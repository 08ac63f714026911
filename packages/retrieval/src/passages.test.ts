import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type SentenceFinder, splitPassages } from "./passages.ts";

const bySentenceEnd: SentenceFinder = (text) =>
  [...text.matchAll(/\S[^.!?]*[.!?]*/g)].map((match) => ({ start: match.index, end: match.index + match[0].length }));
const sentence = (words: number, name = "word"): string => `${Array.from({ length: words }, (_, index) => `${name}${index}`).join(" ")}.`;
const wordsOf = (text: string): number => text.split(/\s+/).filter(Boolean).length;

describe("passages", () => {
  it("are the text between their offsets, whatever the text is", () => {
    const piece = fc.oneof(
      fc.string({ unit: "grapheme" }),
      fc.constantFrom("# Heading\n", "\n\n", "A sentence. ", "```\n# code\n```\n", "\r", "\t", "😀"),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (parts) => {
        const text = parts.join("");
        const passages = splitPassages(text, bySentenceEnd);
        let end = 0;
        for (const passage of passages) {
          expect(text.slice(passage.start, passage.end)).toBe(passage.text);
          expect(passage.start).toBeGreaterThanOrEqual(end);
          expect(passage.text).toBe(passage.text.trim());
          end = passage.end;
        }
        expect(
          passages
            .map(({ text: part }) => part)
            .join("")
            .replaceAll(/\s+/g, ""),
        ).toBe(text.replaceAll(/\s+/g, ""));
      }),
      { numRuns: 200 },
    );
  });

  it("have 60 to 180 words where paragraphs are short, long or uneven", () => {
    for (const size of [7, 19, 33, 61, 119, 179]) {
      const text = Array.from({ length: 900 / size }, () => sentence(size)).join(" ");
      const sizes = splitPassages(text, bySentenceEnd).map((passage) => wordsOf(passage.text));
      expect(Math.max(...sizes)).toBeLessThanOrEqual(180);
      expect(Math.min(...sizes.slice(0, -1))).toBeGreaterThanOrEqual(60);
    }
  });

  it("begin at a heading once the one before has enough words", () => {
    const text = `# First\n\n${sentence(70)}\n\n## Second\n\n${sentence(80)}`;
    expect(splitPassages(text, bySentenceEnd).map((passage) => passage.text.split("\n")[0])).toEqual(["# First", "## Second"]);
  });

  it("join sections that are too short to stand alone", () => {
    const text = `# First\n\n${sentence(10)}\n\n# Second\n\n${sentence(20)}`;
    expect(splitPassages(text, bySentenceEnd)).toHaveLength(1);
  });

  it("join a short rest to the passage before it", () => {
    const passages = splitPassages(`${sentence(100)}\n\n${sentence(12)}`, bySentenceEnd);
    expect(passages.map(({ text }) => wordsOf(text))).toEqual([112]);
  });

  it("never end inside a sentence that fits into one", () => {
    const text = Array.from({ length: 40 }, (_, index) => sentence(23, `s${index}w`)).join(" ");
    for (const passage of splitPassages(text, bySentenceEnd)) expect(passage.text).toMatch(/^s\d+w0 .*\.$/s);
  });

  it("take a hash in a fenced block for code, not for a heading", () => {
    const text = `${sentence(70)}\n\n\`\`\`sh\n# install\napt install it\n\`\`\``;
    expect(splitPassages(text, bySentenceEnd)).toHaveLength(1);
  });

  it("cut a sentence without end between its words", () => {
    const text = sentence(1000).slice(0, -1);
    const passages = splitPassages(text, bySentenceEnd);
    expect(passages.length).toBeGreaterThan(4);
    for (const { text: part } of passages) expect(part).toMatch(/^word\d+(?: word\d+)*$/);
  });

  it("come at once from a megabyte without a space, without a sentence end, or with nothing but line ends", () => {
    const noSpace = "x".repeat(1_000_000);
    const began = performance.now();
    const passages = splitPassages(noSpace, bySentenceEnd);
    splitPassages("word ".repeat(200_000), bySentenceEnd);
    expect(splitPassages("\n".repeat(1_000_000), bySentenceEnd)).toEqual([]);
    splitPassages("# h\n".repeat(250_000), bySentenceEnd);
    expect(performance.now() - began).toBeLessThan(10_000);
    expect(Math.max(...passages.map(({ text }) => text.length))).toBeLessThanOrEqual(180 * 11);
    expect(passages.map(({ text }) => text).join("")).toBe(noSpace);
  });

  it("never cut a character in two", () => {
    for (const { text } of splitPassages("😀".repeat(5000), bySentenceEnd)) expect(text).not.toMatch(/^[\uDC00-\uDFFF]|[\uD800-\uDBFF]$/);
  });
});
