import { describe, expect, it } from "vitest";
import { likenessOfWords, wordsOf } from "./likeness-of-words.ts";
import { loadWordVectors } from "./word-vectors.ts";

const vectors = await loadWordVectors();
const scores = (query: string, ...texts: string[]): number[] => likenessOfWords(vectors, query, texts) ?? [];

describe("the likeness of words", () => {
  it("is 1 for the words themselves and nothing for words about something else", () => {
    const [same, other] = scores("cheap bread", "Bread that is cheap.", "The moon has craters.");
    expect(same).toBe(1);
    expect(other).toBeLessThan(0.3);
  });

  it("finds what is said in other words", () => {
    const [near, far] = scores("Which physician treated the kid?", "A doctor looked after the child.", "A lawyer wrote the contract.");
    expect(near).toBeGreaterThan((far ?? 0) + 0.2);
  });

  it("says nothing about a question in a language that it does not know", () => {
    expect(likenessOfWords(vectors, "Wieviel Strom verbraucht der Backofen täglich?", ["The oven uses 12 kWh a day."])).toBeNull();
    expect(likenessOfWords(vectors, "the of and", ["Anything."])).toBeNull();
    expect(likenessOfWords(vectors, "", ["Anything."])).toBeNull();
  });

  it("takes names that it does not know by their letters alone", () => {
    const [named, unnamed] = scores("bakery Zwoblingen", "The bakery in Zwoblingen.", "The bakery in Kent.");
    expect(named).toBe(1);
    expect(unnamed).toBeLessThan(0.7);
  });

  it("reads words without their possessive, whatever the apostrophe", () => {
    expect(wordsOf("The baker’s oven isn't on.")).toEqual(["the", "baker", "oven", "isn't", "on"]);
  });
});

describe("word vectors", () => {
  it("know the frequent words first, and a word is most like itself", () => {
    const [the, oven] = [vectors.rankOf("the") ?? -1, vectors.rankOf("oven") ?? -1];
    expect(the).toBeLessThan(10);
    expect(oven).toBeGreaterThan(the);
    expect(vectors.likeness(oven, oven)).toBeCloseTo(1, 5);
    expect(vectors.rankOf("zwoblingen")).toBeUndefined();
  });
});
