import type { Mirror } from "@cofounder/evidence";
import { describe, expect, it } from "vitest";
import { comparedSources, copiesAmong, flagsOfMirrors, newFlags } from "./mirrors.ts";

const mirror = (copyId: string, originalId: string): Mirror => ({
  copyId,
  originalId,
  similarity: 0.9,
  shared: { start: 0, end: 4, quote: "Same" },
  conflicts: [{ original: { start: 5, end: 8, quote: "9.4" }, copy: { start: 6, end: 9, quote: "4.9" } }],
});

describe("the flags of near-copies", () => {
  it("name the original on the copy, and the differing number on both", () => {
    const flags = flagsOfMirrors([mirror("b", "a")]);
    expect(flags.get("a")).toEqual([{ kind: "number_conflict", start: 5, end: 8, quote: "9.4", other_source_id: "b" }]);
    expect(flags.get("b")).toEqual([
      { kind: "mirror", start: 0, end: 4, quote: "Same", other_source_id: "a" },
      { kind: "number_conflict", start: 6, end: 9, quote: "4.9", other_source_id: "a" },
    ]);
  });

  it("are set once, and not without bound", () => {
    const wanted = flagsOfMirrors([mirror("b", "a")]).get("b") ?? [];
    expect(newFlags([], wanted)).toEqual(wanted);
    expect(newFlags(wanted, wanted)).toEqual([]);
    expect(
      newFlags(
        Array.from({ length: 99 }, () => ({ kind: "instruction", quote: "x" })),
        wanted,
      ),
    ).toHaveLength(1);
  });
});

describe("which sources count", () => {
  const source = (id: string, ...originals: string[]) => ({
    id,
    flags: originals.map((other) => ({ kind: "mirror" as const, quote: "", other_source_id: other })),
  });

  it("is the first of near-copies in the order given, whichever was flagged", () => {
    expect(copiesAmong([source("a"), source("b", "a"), source("c")])).toEqual(new Map([["b", "a"]]));
    expect(copiesAmong([source("b", "a"), source("a")])).toEqual(new Map([["a", "b"]]));
  });

  it("is every source whose original is not among them", () => {
    expect(copiesAmong([source("b", "elsewhere"), source("c")])).toEqual(new Map());
  });
});

describe("how many sources a new one is compared with", () => {
  it.each([
    [0, 50],
    [10, 50],
    [100, 50],
    [1_000, 5],
    [8_000, 1],
  ])("of %i passages is %i: the longer, the fewer, and never none", (passages, compared) => {
    expect(comparedSources(passages)).toBe(compared);
  });
});
