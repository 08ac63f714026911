import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkText } from "../check-text.ts";
import { applyEdits, repairText } from "../repair-text.ts";
import type { Claim, Edit } from "../report.ts";
import { readMarkdown } from "../text/read-markdown.ts";
import { hedgeClaim } from "./hedge-claim.ts";

const sources = [
  {
    id: "s",
    title: "Repair café notes",
    text: "Most of the visitors bring a bicycle. The café usually closes at noon. The tools are partly borrowed from the school. About 40 people come on a Saturday. The hall cost more than 900 euros in 2023. Nearly all toasters leave the hall mended. The volunteers repaired 212 lamps in 2022.",
  },
];

function hedge(text: string): string {
  const edits = checkText({ text, sources }).claims.flatMap(
    (claim) => hedgeClaim.propose({ text, blocks: readMarkdown(text), claim, sources, note: 1 }) ?? [],
  );
  return applyEdits(text, edits);
}

describe("a hedge", () => {
  it.each([
    ["All of the visitors bring a bicycle.", "Most of the visitors bring a bicycle."],
    ["All the visitors bring a bicycle.", "Most of the visitors bring a bicycle."],
    ["All visitors bring a bicycle.", "Most visitors bring a bicycle."],
    ["The café always closes at noon.", "The café usually closes at noon."],
    ["The tools are entirely borrowed from the school.", "The tools are partly borrowed from the school."],
    ["On a Saturday 40 people come.", "On a Saturday about 40 people come."],
    ["Forty people come on a Saturday.", "About forty people come on a Saturday."],
    ["On a Saturday exactly 40 people come.", "On a Saturday about 40 people come."],
    ["The hall cost 900 euros in 2023.", "The hall cost more than 900 euros in 2023."],
  ])("weakens %j to %j", (text, weaker) => {
    expect(hedge(text)).toBe(weaker);
    expect(hedge(weaker)).toBe(weaker);
  });

  it.each([
    "Most of the visitors bring a bicycle.",
    "About 40 people come on a Saturday.",
    "The volunteers repaired 212 lamps in 2022.",
    "The volunteers repaired 221 lamps in 2022.",
    "“All of the visitors bring a bicycle,” they say.",
    "The 40 people come on a Saturday.",
    "Nobody knows the colour of the door.",
  ])("leaves %j", (text) => {
    expect(hedge(text)).toBe(text);
  });

  it("still gets a supported sentence its footnote", () => {
    const text = "On a Saturday 40 people come.\n";
    const { claims } = checkText({ text, sources });
    const mended = repairText(text, { claims, sources });
    expect(mended.applied.map(({ repair }) => repair)).toEqual(["hedge", "link"]);
    expect(mended.text).toMatch(/^On a Saturday about 40 people come\.\[\^1\]\n\n\[\^1\]: /);
  });
});

describe("repairs of any text", () => {
  const paragraph = fc.constantFrom(
    "All of the visitors bring a bicycle. It is a joy.",
    "The café always closes at noon.",
    "Forty people come on a Saturday. On a Saturday 40 people come.",
    "The volunteers repaired 221 lamps in 2022. The hall cost 900 euros in 2023.",
    "The mayor opened 12 parks in Oslo.",
    "Why  is *that* so?",
    "## A heading",
    "- All visitors bring a bicycle.",
    "> “All of the visitors bring a bicycle.”",
    "```\nAll  visitors\n```",
  );
  const anyText = fc.array(paragraph, { minLength: 1, maxLength: 8 }).map((paragraphs) => `${paragraphs.join("\n\n")}\n`);
  const isFalse = (claim: Claim): boolean => claim.verdict !== "supported";

  it("propose edits that stay within their block and never overlap", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const blocks = readMarkdown(text);
        const edits = checkText({ text, sources }).claims.flatMap((claim): Edit[] => {
          const proposed = hedgeClaim.propose({ text, blocks, claim, sources, note: 1 }) ?? [];
          expect(proposed.every((edit) => edit.start >= claim.start && edit.end <= claim.end)).toBe(true);
          return proposed;
        });
        const sorted = edits.toSorted((a, b) => a.start - b.start);
        return sorted.every((edit, index) => index === 0 || edit.start >= (sorted[index - 1]?.end ?? 0));
      }),
      { numRuns: 60 },
    );
  });

  it("keep the blocks without a mended claim byte for byte, and settle: the third changes nothing that the second left", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const repair = (before: string, isToMend?: (claim: Claim) => boolean): ReturnType<typeof repairText> =>
          repairText(before, { claims: checkText({ text: before, sources }).claims, sources }, isToMend);
        const first = repair(text);
        const untouched = readMarkdown(text).filter((block) => !first.applied.some(({ start, end }) => start < block.end && block.start < end));
        let at = 0;
        for (const block of untouched) {
          at = first.text.indexOf(block.text, at);
          expect(at).not.toBe(-1);
        }
        expect(repair(first.text, isFalse).text).toBe(first.text);
        const second = repair(first.text).text;
        expect(repair(second).text).toBe(second);
      }),
      { numRuns: 60 },
    );
  });
});
