import type { CheckReport, Problem } from "@cofounder/contracts";
import { AppError } from "@cofounder/kernel";
import { describe, expect, it } from "vitest";
import { assertNothingLeft, blockingProblems, claimsOf, cover, type Signature } from "./clearance.ts";

const content = "Ovens save 40 %. They cost 900 euros.";
const problem: Problem = { rule: "coverage", severity: "blocking", start: 6, end: 16, message: "No source says this." };
const signer = { name: "Ada", at: new Date("2026-03-01T09:00:00.000Z") };
const override = { rule: "coverage", start: 6, end: 16, reason: "Measured by ourselves" };
const signature: Signature = { ...override, signed_by: "Ada", at: "2026-03-01T09:00:00.000Z", text: "save 40 %." };

describe("a blocking problem", () => {
  it("is covered by a reason for that rule at that place, signed with the person's name", () => {
    expect(cover([problem], { content, overrides: [override], held: [], earlier: [], signer })).toEqual({ signatures: [signature], left: [] });
  });

  it.each([
    { ...override, rule: "placeholder" },
    { ...override, start: 5 },
    { ...override, end: 17 },
  ])("is left by a reason for something else", (other) => {
    expect(cover([problem], { content, overrides: [other], held: [], earlier: [], signer })).toEqual({ signatures: [], left: [problem] });
  });

  it("stays covered while the words stand for which somebody signed, wherever they have moved", () => {
    const moved = { ...problem, start: 12, end: 22 };
    const { signatures, left } = cover([moved], { content: `Today ${content}`, overrides: [], held: [], earlier: [signature], signer });
    expect(left).toEqual([]);
    expect(signatures).toEqual([{ ...signature, start: 12, end: 22 }]);
  });

  it("is open again when the words change, and when it is about no words in particular", () => {
    expect(cover([problem], { content: content.replace("40", "45"), overrides: [], held: [], earlier: [signature], signer }).left).toEqual([problem]);
    const whole = { ...problem, start: 0, end: 0 };
    expect(cover([whole], { content, overrides: [], held: [], earlier: [{ ...signature, start: 0, end: 0, text: "" }], signer }).left).toEqual([
      whole,
    ]);
  });

  it("about no words in particular stays covered by what was signed for that very text", () => {
    const whole = { ...problem, start: 0, end: 0 };
    const held = [{ ...signature, start: 0, end: 0, text: "" }];
    expect(cover([whole], { content, overrides: [], held, earlier: [], signer })).toEqual({ signatures: held, left: [] });
    expect(cover([problem], { content, overrides: [], held, earlier: [], signer }).left).toEqual([problem]);
  });

  it("keeps a text from the public, and the refusal carries all that are left", () => {
    const refuse = (): void => assertNothingLeft([problem, { ...problem, rule: "quote" }]);
    expect(refuse).toThrow(AppError);
    expect(refuse).toThrow(/^2 problems keep this text from being public, the first: No source says this\./);
    try {
      refuse();
    } catch (error) {
      expect(error).toMatchObject({ code: "conflict", details: { reason: "blocking_problems", extra: { problems: [problem, { rule: "quote" }] } } });
    }
    expect(() => assertNothingLeft([])).not.toThrow();
  });
});

const report: CheckReport = {
  claims: [
    {
      text: "Ovens save 40 %.",
      start: 0,
      end: 16,
      verdict: "supported",
      defects: [],
      evidence: [
        { source_id: "s1", quote: "40 percent", start: 3, end: 13, score: 1 },
        { source_id: "unknown", quote: "x", start: 0, end: 1, score: 1 },
      ],
    },
  ],
  problems: [problem, { ...problem, severity: "warning" }],
  rails: [],
  coverage: 1,
  quality: { score: 80, rubric: "1" },
};

it("only blocking problems block", () => {
  expect(blockingProblems(report)).toEqual([problem]);
});

it("claims name the stored bytes they rest on, and nothing that is not stored", () => {
  const sources = [{ source_id: "s1", title: "Study", url: null, sha256: "abc", fetched_at: "2026-02-01T00:00:00.000Z" }];
  expect(claimsOf(report, sources)).toEqual([
    {
      claim: { text: "Ovens save 40 %.", start: 0, end: 16, verdict: "supported" },
      citations: [{ source_id: "s1", title: "Study", url: null, sha256: "abc", quote: "40 percent", start: 3, end: 13 }],
    },
  ]);
});
