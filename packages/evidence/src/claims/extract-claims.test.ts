import { describe, expect, it } from "vitest";
import { readMarkdown } from "../text/read-markdown.ts";
import { proseSentences } from "../text/read-prose.ts";
import { extractClaims, isClaim } from "./extract-claims.ts";

const never = (): boolean => false;

describe("a claim", () => {
  it.each([
    "The ferry carried 1.24 million passengers in 2023.",
    "Version 3.0 was released by Ada Brink.",
    "The electric boats use less energy than the diesel boats.",
    "The storm damaged the pier.",
    "Higher levels are slower because the dictionary is kept in memory.",
    "Lena Ostrom, the harbour master, opened the new line.",
    "“We wanted a format that a person can still open,” Brink said.",
    "Incremental backups store only what has changed since the last run.",
    "The tool never overwrites an existing archive.",
    "Most of the passengers are commuters.",
    "You need 640 MB of memory for level 9.",
    "The company was founded in 1921.",
    "Half of the adults worked shifts.",
    "Coffee was linked to worse sleep.",
  ])("is: %s", (sentence) => {
    expect(isClaim(sentence, never)).toBe(true);
  });

  it.each([
    "Why does it matter?",
    "Choose the files that you cannot make again.",
    "Please test your backups.",
    "You should test your backups.",
    "I think that this is the best way.",
    "In my opinion the new line is a waste of money.",
    "It is a wonderful book.",
    "Nothing beats a fresh loaf.",
    "Let's look at the numbers.",
    "This article explains how it works.",
    "In the next section we will look at the cost.",
    "The Guide says:",
    "More on that below.",
    "Here is why.",
    "Note that the lid is hot.",
    "Unfortunately, people forget.",
    "We love this town.",
    "Hello there.",
    "",
  ])("is not: %s", (sentence) => {
    expect(isClaim(sentence, never)).toBe(false);
  });

  it("is looked for in prose alone, not in headings, code, tables and notes", () => {
    const text =
      "# The ferry carried 5 people in 2023\n\nThe boat sank in 1921.[^1]\n\n```\nThe boat = 1922.\n```\n\n| The year was | 1923 |\n|---|---|\n\n[^1]: The boat sank in 1924.";
    const claims = extractClaims(proseSentences(text, readMarkdown(text)), never);
    expect(claims.map((claim) => claim.text)).toEqual(["The boat sank in 1921."]);
  });
});
