import { describe, expect, it } from "vitest";
import { createLexicon } from "../text/words.ts";
import { createPolarityReader, negatedTerms } from "./polarity.ts";
import { createSynonyms } from "./synonyms.ts";

const lexicon = createLexicon();
const read = createPolarityReader(lexicon);
const denied = (sentence: string): string[] => [...negatedTerms(sentence, lexicon).negated];

describe("denial", () => {
  it.each([
    ["The tool does not overwrite archives.", ["overwrit", "archiv"]],
    ["The tool never overwrites archives.", ["overwrit", "archiv"]],
    ["The tool doesn’t overwrite archives.", ["overwrit", "archiv"]],
    ["The fares were not raised, but the boats were repaired.", ["rais"]],
    ["Without a licence nobody sails.", ["licenc"]],
    ["It is not without risk.", []],
    ["The tool overwrites archives.", []],
  ])("in %j reaches %j", (sentence, terms) => {
    expect(denied(sentence).filter((term) => terms.includes(term) || terms.length === 0)).toEqual(terms);
  });
});

describe("direction", () => {
  const sides = (sentence: string): string[] => read(sentence).directions.map(({ word, side }) => `${word} ${side}`);

  it("is read from words with an opposite", () => {
    expect(sides("Traffic rose.")).toEqual(["rose 0"]);
    expect(sides("Traffic declined.")).toEqual(expect.arrayContaining(["declined 1"]));
    expect(sides("It is faster.")).toEqual(["faster 0"]);
    expect(sides("The sky is blue.")).toEqual([]);
  });

  it("turns under a denial", () => {
    expect(sides("Traffic did not increase.")).toEqual(["increase 1"]);
  });
});

describe("scope", () => {
  it("is universal or partial", () => {
    expect(read("All boats always sail.").universal).toEqual(["all", "always"]);
    expect(read("Most boats often sail.").partial).toEqual(["most", "often"]);
  });
});

describe("synonyms", () => {
  const synonyms = createSynonyms(lexicon);

  it("stand for each other by their stems", () => {
    expect(synonyms(lexicon.stem("began")).has(lexicon.stem("started"))).toBe(false);
    expect(synonyms(lexicon.stem("begins")).has(lexicon.stem("started"))).toBe(true);
    expect(synonyms("unheard").size).toBe(0);
  });

  it("are never opposites", () => {
    for (const [one, other] of [
      ["increase", "decrease"],
      ["accept", "reject"],
      ["more", "less"],
      ["open", "close"],
      ["cheap", "expensive"],
      ["hot", "cold"],
      ["buy", "sell"],
    ] as const) {
      expect(synonyms(lexicon.stem(one)).has(lexicon.stem(other))).toBe(false);
    }
  });
});
