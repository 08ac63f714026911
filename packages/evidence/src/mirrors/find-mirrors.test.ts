import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { findMirrors } from "./find-mirrors.ts";
import { fingerprint, similarity } from "./fingerprint.ts";

const sample = (name: string) => ({ id: name, text: readFileSync(new URL(`../../../../samples/sources/${name}`, import.meta.url), "utf8") });
const statement = (index: number): string =>
  `Pump ${index} in hall ${index % 7} moved ${index * 3} litres of water on day ${index + 11} of the long test.`;
const report = (from: number, to: number): string => Array.from({ length: to - from }, (_, index) => statement(from + index)).join(" ");

describe("near-copies", () => {
  it("are found among the samples, with the one number on which they disagree", () => {
    const names = ["01-where-the-energy-goes.md", "02-oven-warm-up.md", "04-night-rate-case.md", "05-heat-recovery.md", "10-oven-warm-up-reprint.md"];
    const texts = names.map(sample);
    const mirrors = findMirrors(texts);
    expect(mirrors).toMatchObject([{ copyId: "10-oven-warm-up-reprint.md", originalId: "02-oven-warm-up.md" }]);
    const shared = mirrors[0]?.shared;
    const conflicts = mirrors[0]?.conflicts ?? [];
    const copy = texts.at(-1)?.text ?? "";
    expect(copy.slice(shared?.start, shared?.end)).toBe(shared?.quote);
    expect(texts[1]?.text).toContain(shared?.quote);
    const line = (kilowattHours: string) => `One warm-up used ${kilowattHours} kWh of electricity, which cost €2.54 at a price of €0.27 per kWh.`;
    expect(conflicts.map(({ original, copy: other }) => [original.quote, other.quote])).toEqual([[line("9.4"), line("4.9")]]);
    for (const { original, copy: other } of conflicts) {
      expect(texts[1]?.text.slice(original.start, original.end)).toBe(original.quote);
      expect(copy.slice(other.start, other.end)).toBe(other.quote);
    }
  });

  it("of one text are all copies of the first, whatever they are copied from", () => {
    const text = report(0, 30);
    const mirrors = findMirrors([
      { id: "a", text },
      { id: "b", text: `Reprinted with thanks. ${text}` },
      { id: "c", text: `${text} More in the next issue.` },
    ]);
    expect(mirrors.map(({ copyId, originalId, conflicts }) => [copyId, originalId, conflicts])).toEqual([
      ["b", "a", []],
      ["c", "a", []],
    ]);
  });

  it("are not two texts that share a part, nor two short ones", () => {
    expect(
      findMirrors([
        { id: "a", text: report(0, 40) },
        { id: "b", text: report(20, 60) },
      ]),
    ).toEqual([]);
    expect(
      findMirrors([
        { id: "a", text: "One small note." },
        { id: "b", text: "One small note." },
      ]),
    ).toEqual([]);
  });

  it("of long texts are told by a part of their runs, as near to the truth", () => {
    const [whole, half] = [fingerprint(report(0, 4000)), fingerprint(report(0, 2000))];
    expect(whole.step).toBeGreaterThan(half.step);
    expect(whole.hashes.size).toBeLessThanOrEqual(4096);
    expect(similarity(whole, half)).toBeGreaterThan(0.44);
    expect(similarity(whole, half)).toBeLessThan(0.56);
    expect(similarity(whole, whole)).toBe(1);
  });

  it("do not disagree where a number is only written otherwise, nor in their own dates", () => {
    const body = report(0, 30);
    const [mirror] = findMirrors([
      { id: "a", text: `Date of this printing: 4 March 2025.\n\nThe whole hall used 1,200 units of power in all. ${body}` },
      { id: "b", text: `Date of this printing: 9 March 2025.\n\nThe whole hall used 1200 units of power in all. ${body}` },
    ]);
    expect(mirror?.conflicts).toEqual([]);
  });
});
