import { memoryKinds } from "@cofounder/contracts";
import { describe, expect, it } from "vitest";
import { keepUntil, keptDays, strengthOf } from "./life-span.ts";

const toldAt = new Date("2026-01-01T00:00:00.000Z");
const after = (days: number): Date => new Date(toldAt.getTime() + days * 86_400_000);

describe("a memory is kept", () => {
  it("for good when it is important, whatever it is", () => {
    for (const kind of memoryKinds) expect(keptDays({ kind, importance: 4 })).toBeNull();
  });

  it("for 90 days when it was said in a conversation", () => {
    expect(keepUntil({ kind: "conversation", importance: 3 }, toldAt)).toEqual(after(90));
    expect(keepUntil({ kind: "business_fact", importance: 3 }, toldAt)).toBeNull();
  });

  it("the shorter the less it matters, never shorter for mattering more", () => {
    for (const kind of memoryKinds) {
      const days = [1, 2, 3, 4, 5].map((importance) => keptDays({ kind, importance }) ?? Number.POSITIVE_INFINITY);
      expect(days).toEqual(days.toSorted((a, b) => a - b));
      expect(days[0]).toBe(90);
    }
  });
});

describe("its strength", () => {
  it("halves with each half-life", () => {
    const said = { kind: "market_intelligence", confidence: 0.8, toldAt } as const;
    expect([0, 90, 180].map((days) => strengthOf(said, after(days)))).toEqual([0.8, 0.4, 0.2]);
  });

  it("of a business fact stays, and none grows before its time", () => {
    expect(strengthOf({ kind: "business_fact", confidence: 0.7, toldAt }, after(5_000))).toBe(0.7);
    expect(strengthOf({ kind: "conversation", confidence: 0.7, toldAt }, after(-10))).toBe(0.7);
  });
});
