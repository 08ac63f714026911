import { describe, expect, it } from "vitest";
import { plainClaim } from "./plain-claim.ts";

describe("a claim as a reader sees it", () => {
  it.each([
    ["“Ovens used 46 % of it.”[^1]", "“Ovens used 46 % of it.”"],
    ["> A quoted\n> sentence.", "A quoted sentence."],
    ["The **first** and the *second* `value`.", "The first and the second value."],
    ["See [the test](https://example.org/a_b) of 2026.", "See the test of 2026."],
    ["snake_case_name stays, 3 * 4 * 5 too", "snake_case_name stays, 3 * 4 * 5 too"],
    [String.raw`A \*star\* and \[brackets\]`, "A *star* and [brackets]"],
    ["## Heading", "Heading"],
    ["- item one", "item one"],
  ])("%j reads %j", (markdown, plain) => {
    expect(plainClaim(markdown)).toBe(plain);
  });
});
