import { describe, expect, it } from "vitest";
import { readForRails } from "../check-text.ts";
import type { Problem, RailResult } from "../report.ts";
import { selfContradiction } from "./self-contradiction.ts";

function run(text: string): { result: RailResult; problems: Problem[] } {
  return selfContradiction.run(readForRails({ text, sources: [] }));
}

describe("a self-contradiction", () => {
  it.each([
    ["The workshop repairs 40 bicycles a week. It is small.\n\nThe workshop repairs 55 bicycles a week.", "55 bicycles a week."],
    ["The deck oven needs 45 minutes to reach its heat. The deck oven needs 2 hours to reach its heat.", "2 hours to reach its heat."],
    ["The repair café opened its doors in 2017. The repair café opened its doors in 2019.", "opened its doors in 2019."],
  ])("blocks at the later sentence of %j", (text, end) => {
    const { result, problems } = run(text);
    expect(result.status).toBe("fail");
    expect(problems).toMatchObject([{ rule: "self-contradiction", severity: "blocking" }]);
    expect(text.slice(problems[0]?.start, problems[0]?.end)).toMatch(new RegExp(`${end.replace(".", "\\.")}$`));
  });

  it("warns where the longer sentence may speak of a part", () => {
    expect(run("The workshop repairs 40 bicycles. In a narrow street behind the market the workshop repairs 55 bicycles.").problems).toMatchObject([
      { severity: "warning" },
    ]);
  });

  it.each([
    "In 2021 the workshop repaired 400 bicycles. In 2023 the workshop repaired 550 bicycles.",
    "The deck oven uses 12 kWh to warm up. The rack oven uses 9 kWh to warm up.",
    "The workshop repairs about 40 bicycles a week. The workshop repairs 41 bicycles a week.",
    "The workshop repaired 40 bicycles in spring. Later the workshop repaired 55 bicycles in spring.",
    "> “The workshop repairs 40 bicycles a week.”\n\nThe workshop repairs 55 bicycles a week.",
    "According to Mill Lane the freezer room saves 12 % of its power. The freezer room saves 6 % of its power, says Hesk Cold.",
    "The shop has 12 helpers and 3 rooms. The shop has 3 rooms.",
    "Bake the loaf for 20 minutes at 230 °C. Bake the loaf for 10 minutes at 200 °C.",
  ])("is not seen in %j", (text) => {
    expect(run(text).problems).toEqual([]);
  });

  it("is not looked for in a language that is not read", () => {
    expect(run("Die Werkstatt hat im Jahr 2023 mehr als vierzig Räder in der Woche repariert, und das ist nicht wenig.").result).toMatchObject({
      status: "not_run",
      reason: "language",
    });
  });
});
