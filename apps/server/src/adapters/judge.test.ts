import { afterAll, expect, it } from "vitest";
import { createJudge } from "./judge.ts";

const judge = createJudge();
afterAll(() => judge.stop());

const source = { id: "s", title: "Meters", text: "Ovens used 46 % of all energy in the 14 bakeries." };

it("checks texts in its thread, several at once, each with its own answer", async () => {
  const [right, wrong] = await Promise.all([
    judge.check({ text: "Ovens used 46 % of all energy in the 14 bakeries.", sources: [source] }),
    judge.check({ text: "Ovens used 64 % of all energy in the 14 bakeries.", sources: [source] }),
  ]);
  expect(right.claims.map((claim) => claim.verdict)).toEqual(["supported"]);
  expect(wrong.claims.map((claim) => claim.verdict)).toEqual(["contradicted"]);
});

it("starts its thread again after it was stopped", async () => {
  await judge.stop();
  const report = await judge.check({ text: "Ovens used 46 % of all energy in the 14 bakeries.", sources: [source] });
  expect(report.coverage).toBe(1);
});
