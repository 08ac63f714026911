import { describe, expect, it } from "vitest";
import { areContradicting, readValueStatement } from "./value-statement.ts";

function contradict(one: string, other: string): boolean {
  const [first, second] = [readValueStatement(one), readValueStatement(other)];
  return first !== undefined && second !== undefined && areContradicting(first, second);
}

describe("a newer fact contradicts", () => {
  it.each([
    ["The delivery fee is 5 EUR.", "Our delivery fee is 6 EUR"],
    ["The oven's warm-up time is 25 minutes.", "The oven's warm-up time is 30 minutes."],
    ["Opening hour: 7:00", "Opening hour: 8:00"],
    ["The price of rye bread in 2024 is €4.50", "The price of rye bread in 2024 is €4.80"],
    ["Ann's e-mail is ann@example.com", "Ann's e-mail is ann@bakery.example"],
    ["The launch date is 2026-05-01.", "The launch date is 2026-06-01."],
    ["Node version = 20.19.0", "Node version = 22.1.0"],
  ])("%j, by %j", (one, other) => {
    expect(contradict(one, other)).toBe(true);
  });
});

describe("both stay, since both may be true", () => {
  it.each([
    ["The delivery fee is 5 EUR.", "The delivery fee is 5 EUR!"],
    ["The delivery fee is 5 EUR.", "The pickup fee is 6 EUR."],
    ["The delivery fee is 5 EUR.", "The delivery fee is 10 %."],
    ["The price of rye bread in 2024 is €4.50", "The price of rye bread in 2025 is €4.80"],
    ["Ann is tall.", "Ann is clever."],
    ["Our supplier is Miller.", "Our supplier is Smith."],
    ["A loaf is 5 EUR.", "A loaf is 6 EUR."],
    ["One of our ovens is 5 years", "One of our ovens is 6 years"],
    ["We sold 10 loaves on Monday.", "We sold 12 loaves on Monday."],
    ["The fee is about 5 EUR.", "The fee is about 6 EUR."],
    ["The fee is at least 5 EUR.", "The fee is at least 6 EUR."],
    ["The fee was 5 EUR.", "The fee was 6 EUR."],
    ["Is the fee is 5 EUR?", "Is the fee is 6 EUR?"],
    ["The fee is not 5 EUR.", "The fee is not 6 EUR."],
    ["The fee next year is 5 EUR.", "The fee next year is 6 EUR."],
    ["It is 5 EUR.", "It is 6 EUR."],
    ["The fee is 5 EUR and the deposit is 2 EUR.", "The fee is 6 EUR and the deposit is 2 EUR."],
    ["5 is 6", "5 is 7"],
  ])("%j and %j", (one, other) => {
    expect(contradict(one, other)).toBe(false);
  });
});

it("a long text is no statement, and costs nothing to look at", () => {
  expect(readValueStatement(`The fee is ${"5".repeat(9_000)}`)).toBeUndefined();
});
