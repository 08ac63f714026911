import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkText } from "./check-text.ts";
import { applyEdits, repairText } from "./repair-text.ts";
import type { Claim } from "./report.ts";
import { readMarkdown } from "./text/read-markdown.ts";

const sources = [
  {
    id: "a",
    title: "Harbour report",
    url: "https://example.org/harbour",
    text: "The ferry carried 1.24 million passengers in 2023. The company employs 86 people and runs five boats.\n\nA crossing takes 11 minutes. The fourth boat entered service in May 2022.",
  },
];

function repair(text: string): ReturnType<typeof repairText> {
  return repairText(text, { claims: checkText({ text, sources }).claims, sources });
}

describe("edits", () => {
  it("are made together, in any order", () => {
    const edits = [
      { start: 4, end: 9, text: "boat" },
      { start: 0, end: 3, text: "A" },
      { start: 15, end: 15, text: "!" },
      { start: 15, end: 15, text: "?" },
    ];
    expect(applyEdits("The ferry sails", edits)).toBe("A boat sails!?");
    expect(applyEdits("same", [])).toBe("same");
  });

  it.each([
    [
      [
        { start: 0, end: 3, text: "" },
        { start: 2, end: 4, text: "" },
      ],
    ],
    [[{ start: 3, end: 2, text: "" }]],
    [[{ start: 0, end: 99, text: "" }]],
  ])("that overlap or lie outside are refused", (edits) => {
    expect(() => applyEdits("The ferry", edits)).toThrow("Edits of a text overlap or lie outside it.");
  });

  it("leave everything outside their spans as it was", () => {
    fc.assert(
      fc.property(
        fc.string({ maxLength: 60 }),
        fc.array(fc.tuple(fc.nat(60), fc.nat(60), fc.string({ maxLength: 5 })), { maxLength: 5 }),
        (text, raw) => {
          let at = 0;
          const edits = raw
            .map(([a, b, inserted]) => ({ start: Math.min(a, b, text.length), end: Math.min(Math.max(a, b), text.length), text: inserted }))
            .toSorted((a, b) => a.start - b.start)
            .filter((edit) => {
              const isFree = edit.start >= at;
              if (isFree) at = edit.end;
              return isFree;
            });
          const removed = edits.reduce((sum, edit) => sum + edit.end - edit.start, 0);
          const added = edits.reduce((sum, edit) => sum + edit.text.length, 0);
          const result = applyEdits(text, edits);
          const [first] = edits;
          return result.length === text.length - removed + added && (first === undefined || result.startsWith(text.slice(0, first.start)));
        },
      ),
    );
  });
});

describe("repairs", () => {
  it("correct a value to the source's", () => {
    expect(repair("The company employs 68 people.\n")).toEqual({
      text: "The company employs 86 people.\n",
      applied: [{ repair: "correct", start: 0, end: 30 }],
    });
  });

  it("link a supported sentence to what it rests on", () => {
    expect(repair("The company employs 86 people.").text).toBe(
      "The company employs 86 people.[^1]\n\n[^1]: Harbour report, https://example.org/harbour — “The company employs 86 people and runs five boats.”\n",
    );
  });

  it("do not link what cites already", () => {
    for (const text of ["The company employs 86 people.[^1]\n\n[^1]: Report\n", "The company [employs 86 people](https://example.org).\n"])
      expect(repair(text).text).toBe(text);
  });

  it("number new notes behind those that are there", () => {
    const { text } = repair("The company employs 86 people. A crossing takes 11 minutes.[^4]\n\n[^4]: Report\n");
    expect(text).toContain("86 people.[^5] A crossing");
    expect(text).toMatch(/\[\^4\]: Report\n\[\^5\]: Harbour report/);
  });

  it("delete a sentence that no source bears out, with its marks", () => {
    expect(repair("Why is that? Tickets rose by 14 % in 2021.[^1] It is a joy.\n\n[^1]: Report\n").text).toBe(
      "Why is that? It is a joy.\n\n[^1]: Report\n",
    );
    expect(repair("Why is that? Tickets rose by 14 % in 2021.").text).toBe("Why is that?");
  });

  it("take a block that loses everything whole", () => {
    const text =
      "# Ferry\n\nTickets rose by 14 % in 2021. Oslo sold 900 boats.\n\n- Tickets rose by 14 % in 2021.\n- Why not?\n\n> Gulls ate 5 kg of bread in 1999.\n\nIt is a joy.\n";
    expect(repair(text).text).toBe("# Ferry\n\n- Why not?\n\nIt is a joy.\n");
  });

  it("mend several claims of one text at once, and the result is clean", () => {
    const text =
      "The ferry carried 1.42 million passengers in 2023. Oslo sold 900 boats in 2021. A crossing takes 11 minutes.\n\nThe fourth boat entered service in May 2022.\n";
    const { text: mended, applied } = repair(text);
    expect(applied.map(({ repair: name }) => name)).toEqual(["correct", "delete", "link", "link"]);
    const report = checkText({ text: mended, sources });
    expect(report.coverage).toBe(1);
    expect(report.problems.filter((problem) => problem.severity === "blocking")).toEqual([]);
    expect(repairText(mended, { claims: report.claims, sources }, (claim) => claim.verdict !== "supported").text).toBe(mended);
  });

  it("touch only what they are told to", () => {
    const text = "The company employs 68 people. A crossing takes 11 minutes.\n";
    const { claims } = checkText({ text, sources });
    expect(repairText(text, { claims, sources }, (claim: Claim) => claim.verdict === "contradicted").text).toBe(
      "The company employs 86 people. A crossing takes 11 minutes.\n",
    );
    expect(repairText(text, { claims, sources }, () => false)).toEqual({ text, applied: [] });
  });

  it("keep untouched paragraphs byte for byte", () => {
    const paragraph = fc.constantFrom(
      "The company employs 68 people.",
      "The company employs 86 people.",
      "Tickets rose by 14 % in 2021. It is a joy.",
      "Why  is *that* so?",
      "## A heading",
      "- Tickets rose by 14 % in 2021.",
      "> “It is a joy,” they say?",
      "```\ncode  here\n```",
      "A crossing takes 11 minutes. A crossing takes 12 hours.",
    );
    fc.assert(
      fc.property(fc.array(paragraph, { minLength: 1, maxLength: 7 }), (paragraphs) => {
        const text = `${paragraphs.join("\n\n")}\n`;
        const { claims } = checkText({ text, sources });
        const { text: mended, applied } = repairText(text, { claims, sources });
        const untouched = readMarkdown(text).filter((block) => !applied.some(({ start, end }) => start < block.end && block.start < end));
        let at = 0;
        return untouched.every((block) => {
          at = mended.indexOf(block.text, at);
          return at !== -1;
        });
      }),
      { numRuns: 30 },
    );
  });
});
