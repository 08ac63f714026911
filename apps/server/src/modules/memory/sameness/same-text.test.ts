import { describe, expect, it } from "vitest";
import { normalText, samenessOf } from "./same-text.ts";

const told = (text: string, parts: { kind?: string; person?: string } = {}) => samenessOf({ text, kind: "business_fact", person: null, ...parts });

describe("two texts are one memory", () => {
  it.each([
    ["Our oven is from 2019.", "our  oven is from 2019"],
    ["“Fresh bread daily”", '"fresh bread daily."'],
    ["Ann’s bakery\n opens at 7", "Ann's bakery opens at 7!"],
    ["Price: ５ EUR", "price: 5 EUR"],
  ])("%j and %j", (one, other) => {
    expect(told(one)).toBe(told(other));
  });
});

describe("two texts stay two memories", () => {
  it.each([
    ["Our oven is from 2019.", "Our oven is from 2020."],
    ["The shop is open.", "The shop is not open."],
    ["Open on Monday.", "Open on Monday?"],
    ["We sell 1.5 kg loaves.", "We sell 15 kg loaves."],
    ["Bread, milk", "Bread milk"],
    ["...", "!!!"],
  ])("%j and %j", (one, other) => {
    expect(told(one)).not.toBe(told(other));
  });

  it("of another kind, or about another person", () => {
    expect(told("Likes rye.")).not.toBe(told("Likes rye.", { kind: "user_preference" }));
    expect(told("Likes rye.", { person: "ann" })).not.toBe(told("Likes rye.", { person: "bob" }));
  });
});

it("a long run of blanks and marks is compared at once", () => {
  const began = performance.now();
  normalText(`a${' ."'.repeat(3_000)}b`);
  expect(performance.now() - began).toBeLessThan(1_000);
});
