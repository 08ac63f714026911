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

it("compares texts in the same thread", async () => {
  const text = "The cold oven reached 230 °C after 52 minutes, and the bread was loaded at half past three by the night baker of the quay.";
  const [mirror] = await texts.findMirrors([
    { id: "a", text },
    { id: "b", text: text.replace("52", "25") },
  ]);
  expect(mirror).toMatchObject({ copyId: "b", originalId: "a", conflicts: [{ original: { quote: text } }] });
});

it("renders Markdown in the same thread", async () => {
  expect(await texts.render("A **bold** claim.")).toEqual({ html: "<p>A <strong>bold</strong> claim.</p>", wordCount: 3, lead: "A bold claim." });
});
