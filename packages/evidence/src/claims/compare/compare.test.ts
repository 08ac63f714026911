import { describe, expect, it } from "vitest";
import { checkText } from "../../check-text.ts";
import type { Claim } from "../../report.ts";

const text =
  "Painter Tomas Wirth works in Lohberg. Before he bought a van in August 2021 the painter had lost 4 hours a week on trains, and the van was built in 1987. Reminders fell from 66 a year to 25 a year.\n\nNow he sends the bill on the day he leaves the site. Rust reached the old van in winter but did not reach the new van. Wirth does not advise the change to firms that live from a single buyer. Most clients never noticed the van. Of 612 tins, 398 of them went to the dump. Fast paint holds less oil than slow paint: slow paint lost 4 %, fast paint lost 19 %.";

function judge(claim: string): Claim | undefined {
  return checkText({ text: claim, sources: [{ id: "s", text }] }).claims[0];
}

describe("a true sentence", () => {
  it.each([
    "The van was built in 1987, before he bought it in August 2021.",
    "Wirth sends the bill on the day he leaves the site.",
    "Rust did not reach the new van.",
    "He does not advise it to firms that live from a single buyer.",
    "Fast paint holds less oil than slow paint.",
  ])("is not contradicted: %j", (claim) => {
    expect(judge(claim)?.verdict).not.toBe("contradicted");
    expect(judge(claim)?.defects.filter((defect) => defect.kind === "entity" || defect.kind === "date")).toEqual([]);
  });
});

describe("a false sentence", () => {
  it.each([
    ["Reminders fell from 25 a year to 66 a year.", "moved_value"],
    ["The painter had not lost 4 hours a week on trains.", "negation"],
    ["All clients never noticed the van.", "scope"],
    ["Tomas Keller sends the bill on the day he leaves the site.", "entity"],
    ["Fast paint holds more oil than slow paint.", "comparison"],
  ])("is caught: %j", (claim, kind) => {
    expect(judge(claim)?.verdict).not.toBe("supported");
    expect(judge(claim)?.defects.map((defect) => defect.kind)).toContain(kind);
  });
});
