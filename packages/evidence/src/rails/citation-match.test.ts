import { describe, expect, it } from "vitest";
import { readForRails } from "../check-text.ts";
import type { EvidenceSource, Problem, RailResult } from "../report.ts";
import { citationMatch } from "./citation-match.ts";

const source = {
  id: "a",
  title: "Harbour report",
  url: "https://example.org/harbour",
  text: "The ferry carried 1.24 million passengers in 2023. The company employs 86 people and runs five boats.",
};

function run(text: string, sources: EvidenceSource[] = [source]): { result: RailResult; problems: Problem[] } {
  return citationMatch.run(readForRails({ text, sources }));
}

describe("a citation", () => {
  it.each([
    "The company employs 86 people.[^1]\n\n[^1]: Harbour report, https://example.org/harbour — “The company employs 86 people and runs five boats.”",
    "The company employs 86 people.[^1]\n\n[^1]: Another name, https://example.org/harbour",
    "The company employs 86 people.[^1]\n\n[^1]: Harbour report of the year",
    "*Harbour report* says:\n\n> “The ferry carried 1.24 million passengers in 2023.”[^1]\n\n[^1]: Harbour report — “The ferry carried 1.24 million passengers in 2023.”",
  ])("passes when its source was read and speaks of the sentence: %j", (text) => {
    expect(run(text)).toMatchObject({ result: { status: "pass" }, problems: [] });
  });

  it("warns when its source was not read", () => {
    expect(run("The company employs 86 people.[^1]\n\n[^1]: Ferry weekly, https://example.com/ferry").problems).toMatchObject([
      { rule: "unknown-source", severity: "warning" },
    ]);
  });

  it("blocks at a sentence that shares no word with its source, and warns when only the quotation is foreign", () => {
    const blocked = run("Sourdough bread rises overnight in cool cellars.[^1]\n\n[^1]: Harbour report — “The company employs 86 people.”");
    expect(blocked.problems).toMatchObject([{ rule: "unrelated-citation", severity: "blocking", start: 0, end: 48 }]);
    const warned = run("The ferry carried many passengers across.[^1]\n\n[^1]: Harbour report — “The company employs 86 people”");
    expect(warned.problems).toMatchObject([{ rule: "unrelated-citation", severity: "warning" }]);
  });

  it("is not looked at without notes or sources", () => {
    expect(run("The ferry sails.").result).toMatchObject({ status: "not_run", reason: "no footnotes" });
    expect(run("The ferry sails.[^1]\n\n[^1]: Harbour report", []).result).toMatchObject({ status: "not_run", reason: "no sources" });
  });
});
