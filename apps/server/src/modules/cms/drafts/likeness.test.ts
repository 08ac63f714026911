import { describe, expect, it } from "vitest";
import { likeness, wordsOf } from "./likeness.ts";

const alike = (a: string, b: string): number => likeness(wordsOf(a), wordsOf(b));

describe("two titles", () => {
  it("are the same in other order, spelling, number and small words", () => {
    expect(alike("How small bakeries save the energy of ovens", "Ovens: energy small bakeries save")).toBe(1);
    expect(alike("The Café’s oven", "cafe ovens")).toBe(1);
  });

  it("are as alike as the words they share", () => {
    expect(alike("small bakery oven", "small bakery mixer")).toBe(0.5);
    expect(alike("bread", "steel")).toBe(0);
    expect(alike("", "")).toBe(0);
  });

  it("keep short words and double endings whole", () => {
    expect(wordsOf("Gas glass bus")).toEqual(new Set(["gas", "glass", "bus"]));
  });
});
