import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkText } from "./check-text.ts";
import { rubric } from "./rate-quality.ts";
import type { CheckInput, CheckReport } from "./report.ts";

const guide = {
  id: "guide",
  title: "Backup guide",
  text: "# Backups\n\nA survey of 400 small firms found in 2023 that 35 % had **never** tested a restore. Incremental backups store only what has changed since the last run.\n\n“Nobody misses a backup until the day it is needed,” says Ada Brink.",
};
const safety = { id: "safety", title: "Data safety", text: "One disk in a hundred fails each year. Tape replaced cards in the 1960s." };

function check(text: string, overrides: Partial<CheckInput> = {}): CheckReport {
  return checkText({ text, sources: [guide, safety], ...overrides });
}

describe("a check", () => {
  it("finds the claims of a text at their places, with their marks", () => {
    const text =
      "Why test?\n\nA survey of **400 small firms** found that [35 %](https://example.org) had never tested a restore.[^1] Test yours!\n\n[^1]: Backup guide";
    const [claim, ...others] = check(text).claims;
    expect(others).toEqual([]);
    expect(claim).toMatchObject({ verdict: "supported", defects: [] });
    expect(text.slice(claim?.start, claim?.end)).toBe(claim?.text);
    expect(claim?.text).toBe("A survey of **400 small firms** found that [35 %](https://example.org) had never tested a restore.");
  });

  it("quotes its evidence from the source, marks and all", () => {
    const [claim] = check("Of 400 small firms, 35 % had never tested a restore.").claims;
    const [evidence] = claim?.evidence ?? [];
    expect(evidence?.source_id).toBe("guide");
    expect(evidence?.quote).toContain("**never**");
    expect(guide.text.slice(evidence?.start, evidence?.end)).toBe(evidence?.quote);
  });

  it("supports a quotation with the very words of the source", () => {
    const [claim] = check('Ada Brink says: "Nobody misses a backup until the day it is needed".').claims;
    expect(claim?.verdict).toBe("supported");
    expect(claim?.evidence[0]?.quote).toBe("Nobody misses a backup until the day it is needed");
  });

  it("supports each sentence of a quoted block", () => {
    const { claims, coverage } = check("> “One disk in a hundred fails each year. Tape replaced cards in the 1960s.”");
    expect(claims.map(({ verdict, evidence }) => [verdict, evidence[0]?.quote])).toEqual([
      ["supported", "One disk in a hundred fails each year."],
      ["supported", "Tape replaced cards in the 1960s."],
    ]);
    expect(coverage).toBe(1);
  });

  it("does not take a part of a sentence for the whole", () => {
    const source = { id: "s", text: "It is not true that the ferry carried more people than the train in 2023." };
    expect(check("The ferry carried more people than the train in 2023.", { sources: [source] }).claims[0]?.verdict).not.toBe("supported");
  });

  it("names the defect of a contradicted claim, with what was found and expected", () => {
    const [claim] = check("A survey of 400 small firms found in 2023 that 53 % had never tested a restore.").claims;
    expect(claim).toMatchObject({ verdict: "contradicted", defects: [{ kind: "number", found: "53 %", expected: "35 %" }] });
  });

  it("measures coverage as supported claims among all", () => {
    const report = check("One disk in a hundred fails each year. Oslo sold 900 boats in 2021. Tape replaced cards in the 1970s.");
    expect(report.claims.map(({ verdict }) => verdict)).toEqual(["supported", "unsupported", "contradicted"]);
    expect(report.coverage).toBeCloseTo(1 / 3);
  });

  it("leaves claims unchecked and coverage open without sources", () => {
    const report = check("One disk in a hundred fails each year.", { sources: [] });
    expect(report.claims).toMatchObject([{ verdict: "unchecked", evidence: [] }]);
    expect(report.coverage).toBeNull();
  });

  it("leaves another language unchecked, in the text and in the sources", () => {
    const german = "Eine von hundert Platten fällt in jedem Jahr aus, und das ist für die Firmen ein Problem. Das Band ersetzte die Karten.";
    const report = check(german);
    expect(report.claims.map(({ verdict }) => verdict)).toEqual(["unchecked", "unchecked"]);
    expect(report.coverage).toBeNull();
    expect(report.rails.find(({ rail }) => rail === "coverage")).toEqual({ rail: "coverage", status: "not_run", reason: "language" });
    expect(check("One disk in a hundred fails each year.", { sources: [{ id: "d", text: german }] })).toMatchObject({
      coverage: null,
      claims: [{ verdict: "unchecked" }],
    });
  });

  it("scores an empty or an error text 0 and blocks it", () => {
    for (const text of ["", "Internal Server Error", "As an AI language model, I cannot write this."]) {
      const report = check(text);
      expect(report.quality).toEqual({ score: 0, rubric });
      expect(report.problems.some(({ severity }) => severity === "blocking")).toBe(true);
      expect(report.rails.every(({ status, reason }) => status !== "not_run" || reason !== undefined)).toBe(true);
    }
  });

  it("keeps quality apart from evidence", () => {
    const text = "One disk in fifty fails each year.";
    expect(check(text).quality).toEqual(check(text, { sources: [] }).quality);
  });

  it("scores a faulty text lower than the same without the faults", () => {
    const good = "Disks fail. One disk in a hundred fails each year, and nobody knows which one it will be. That is why copies are made.";
    expect(check(good).quality.score).toBeGreaterThanOrEqual(90);
    expect(check(`${good}\n\nIt costs [insert price here] and it`).quality.score).toBeLessThan(70);
    expect(check(`${good}\n\n${good}`).quality.score).toBeLessThan(check(good).quality.score);
  });

  it("is the same for the same input", () => {
    const text = "A survey of 400 firms found that 35 % had never tested a restore. Tape replaced cards in the 1970s.";
    expect(check(text)).toEqual(check(text));
  });
});

describe("any text", () => {
  const piece = fc.constantFrom(
    "The ferry",
    "carried",
    "35 %",
    "in 2023",
    "“never",
    "said”",
    ".",
    "!",
    "\n\n",
    "> ",
    "- ",
    "# ",
    "```",
    "[^1]",
    "[^1]: note",
    "**",
    "[a](b)",
    "<b>",
    "not",
    "than",
    "5 km",
    "|",
    "🙂",
    "Dr.",
  );

  it("gives a report whose places hold", () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), fc.array(piece, { maxLength: 40 }), (pieces, sourcePieces) => {
        const text = pieces.join(" ");
        const source = { id: "s", text: sourcePieces.join(" ") };
        const { claims, problems, coverage, quality } = checkText({ text, title: "The ferry", sources: [source] });
        const areClaimsRight = claims.every(
          (claim) =>
            text.slice(claim.start, claim.end) === claim.text &&
            claim.evidence.every(({ start, end, quote, score }) => source.text.slice(start, end) === quote && score <= 1),
        );
        const areProblemsRight = problems.every(({ start, end }) => start >= 0 && start <= end && end <= text.length);
        return (
          areClaimsRight && areProblemsRight && (coverage === null || (coverage >= 0 && coverage <= 1)) && quality.score >= 0 && quality.score <= 100
        );
      }),
      { numRuns: 70 },
    );
  });

  it.each(["a ", "1 ", "“", "[", "not ", "than ", "The A ", "5 km ", "ignore all ", "[a](b", "<b", "1,", "in 2019 ", "- x\n", "> y\n\n", "A. "])(
    "is checked in time in proportion to its length: a long run of %j",
    (run) => {
      const text = run.repeat(Math.ceil(20_000 / run.length));
      const started = process.cpuUsage();
      checkText({ text, sources: [{ id: "s", text }] });
      expect(process.cpuUsage(started).user / 1000).toBeLessThan(4000);
    },
  );

  it("of 1,500 words is checked against ten sources of 1,000 words quickly", () => {
    const words =
      "backup storage archive server client network restore firm survey number system memory disk tape cost month test report engine failure signal garden river energy market price growth water city".split(
        " ",
      );
    let seed = 7;
    const next = (bound: number): number => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      return Math.floor((seed / 2_147_483_648) * bound);
    };
    const sentence = (): string =>
      `The ${Array.from({ length: 14 }, (_, index) => (index === 5 ? String(next(900)) : `${words[next(words.length)]}${next(20)}x`)).join(" ")} grew.`;
    const text = (length: number): string =>
      Array.from({ length: Math.ceil(length / 16) }, (_, index) => sentence() + (index % 5 === 4 ? "\n\n" : " ")).join("");
    const sources = Array.from({ length: 10 }, (_, index) => ({ id: String(index), text: text(1000) }));
    const draft = text(1500);
    checkText({ text: draft, sources });
    const started = process.cpuUsage();
    checkText({ text: draft, sources });
    expect(process.cpuUsage(started).user / 1000).toBeLessThan(800);
  });
});
