import { describe, expect, it } from "vitest";
import { readForRails } from "../../check-text.ts";
import type { RailModule } from "../../report.ts";
import { bannedPhrases } from "./banned-phrases.ts";
import { readability } from "./readability.ts";
import { structure } from "./structure.ts";

const rules = (rail: RailModule, text: string): string[] => rail.run(readForRails({ text, sources: [] })).problems.map((problem) => problem.rule);
const prose = "The workshop mends bicycles for the whole street, and its door stands open on most days of the week.";

describe("structure", () => {
  it.each([
    ["The workshop mends bicycles.", ["one-sentence-text"]],
    [`# Bikes\n\n${prose}\n\n#### Chains\n\n${prose}`, ["heading-level"]],
    [`# Bikes\n\n${prose}\n\n# Chains\n\n${prose}`, ["heading-level"]],
    [`# Bikes\n\n## One\n\n${prose}\n\n## Two\n\nIt is so.\n\n## Three\n\n${prose}`, ["thin-section"]],
    [`## Bikes\n\n${`${prose} `.repeat(30)}\n\n## Two\n\n${prose}`, ["long-section"]],
    [`${prose}\n\n`.repeat(30), ["no-headings"]],
  ])("of %j: %j", (text, found) => {
    expect(rules(structure, text)).toEqual(found);
  });

  it.each([`# Bikes\n\n${prose} It is small.`, `# Bikes\n\n## One\n\n${prose}\n\n### Deeper\n\n${prose}\n\n## Two\n\n- One\n- Two`, ""])(
    "of %j is sound",
    (text) => {
      expect(rules(structure, text)).toEqual([]);
    },
  );

  it("asks nothing of a digest's one sentence", () => {
    expect(structure.run(readForRails({ text: prose, sources: [], kind: "digest" })).problems).toEqual([]);
  });
});

describe("banned phrases", () => {
  it("are pointed at, and many of them are warned of", () => {
    const text = "In today’s fast-paced world, bikes matter. Let's dive in.";
    const { result, problems } = bannedPhrases.run(readForRails({ text, sources: [] }));
    expect(problems.map(({ start, end }) => text.slice(start, end))).toEqual(["In today’s fast-paced world", "Let's dive in"]);
    expect(problems.every((problem) => problem.severity === "info")).toBe(true);
    expect(result.status).toBe("pass");
    expect(rules(bannedPhrases, `${text} It is a testament to the trade.`)).toContain("worn-text");
  });

  it.each([prose, "> “Let's dive in,” she said of the lake.", "He dived into the lake, and the landscape changed."])("are not seen in %j", (text) => {
    expect(rules(bannedPhrases, text)).toEqual([]);
  });

  it("are read in English only", () => {
    const text = "Die Werkstatt ist in der Straße, und das Rad ist nicht mehr neu, aber es fährt noch.";
    expect(bannedPhrases.run(readForRails({ text, sources: [] })).result).toMatchObject({ status: "not_run", reason: "language" });
  });
});

describe("readability", () => {
  it("is said, and only over-long sentences are marked", () => {
    const long = `The ferry ${"sails and ".repeat(30)}rests.`;
    const { result, problems } = readability.run(readForRails({ text: `The ferry sails. ${long}`, sources: [] }));
    expect(result.status).toBe("pass");
    expect(result.reason).toMatch(/^reading ease -?\d+$/);
    expect(problems).toMatchObject([{ rule: "long-sentence", severity: "info" }]);
  });
});
