import { describe, expect, it } from "vitest";
import { aspectStrength, withoutAsking } from "./aspects.ts";

describe("the side of a topic that a question asks for", () => {
  it.each([
    ["What is a backup?", "A backup is a copy that is kept apart.", "Onions fry slowly."],
    ["Why does it matter?", "It prevents losses and saves time.", "Onions fry slowly."],
    ["What does it cost?", "It costs $5 per month.", "Onions fry slowly."],
    ["What are the limits and risks?", "It fails when nobody tests it, a real risk.", "Onions are yellow."],
    ["How did it begin?", "It was founded in 1921.", "Onions fry slowly."],
    ["How does it compare with the alternatives?", "It is cheaper than tape, unlike disks.", "Onions fry slowly."],
    ["What comes next?", "The company plans two more by 2030.", "Onions fried slowly."],
    ["Who speaks about it, and what do they say?", "“It works,” said the director.", "Onions fry slowly."],
  ])("%s", (question, answer, other) => {
    expect(aspectStrength(question, answer)).toBeGreaterThanOrEqual(0.5);
    expect(aspectStrength(question, other)).toBe(0);
  });

  it("may be none", () => {
    expect(aspectStrength("Deck oven warm-up", "It costs $5.")).toBeUndefined();
    expect(aspectStrength("What is known about deck ovens?", "It is a thing that works.")).toBeUndefined();
  });

  it("leaves the words that say what about", () => {
    expect(withoutAsking("What is known about deck oven warm-up?").match(/\p{L}+/gu)).toEqual(expect.arrayContaining(["deck", "oven", "warm", "up"]));
    expect(withoutAsking("Why it matters")).not.toMatch(/matters/);
  });
});
