import { afterAll, expect, it } from "vitest";
import { createTextWork } from "./text-work.ts";

const texts = createTextWork();
afterAll(() => texts.stop());

const source = { id: "s", title: "Meters", text: "Ovens used 46 % of all energy in the 14 bakeries." };

it("checks texts in its thread, several at once, each with its own answer", async () => {
  const [right, wrong] = await Promise.all([
    texts.check({ text: "Ovens used 46 % of all energy in the 14 bakeries.", sources: [source] }),
    texts.check({ text: "Ovens used 64 % of all energy in the 14 bakeries.", sources: [source] }),
  ]);
  expect(right.claims.map((claim) => claim.verdict)).toEqual(["supported"]);
  expect(wrong.claims.map((claim) => claim.verdict)).toEqual(["contradicted"]);
});

it("starts its thread again after it was stopped", async () => {
  await texts.stop();
  const report = await texts.check({ text: "Ovens used 46 % of all energy in the 14 bakeries.", sources: [source] });
  expect(report.coverage).toBe(1);
});

it("renders Markdown in the same thread", async () => {
  expect(await texts.render("A **bold** claim.")).toEqual({ html: "<p>A <strong>bold</strong> claim.</p>", wordCount: 3, lead: "A bold claim." });
});
