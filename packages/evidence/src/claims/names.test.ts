import { describe, expect, it } from "vitest";
import { isSameName, type Name, readNames } from "./names.ts";

const known = new Set(["debian", "osei"]);
const isKnown = (lowered: string): boolean => known.has(lowered);
const names = (sentence: string): string[] => readNames(sentence, isKnown).map((name) => name.text);

describe("names in a sentence", () => {
  it.each([
    ["Ian Murdock founded Debian in August 1993.", ["Ian Murdock", "Debian"]],
    ["The project was led by Dr. Lena Ostrom of Kelm.", ["Lena Ostrom of Kelm"]],
    ["The University of Brenholm studied it.", ["University of Brenholm"]],
    ["Companies lose money on Mondays in May.", []],
    ["Debian is free.", ["Debian"]],
    ["Osei's notebook helped.", ["Osei's"]],
    ["NASA and macOS and GPT4 are names.", ["NASA", "macOS", "GPT4"]],
    ["It weighs 5 MB and 20 °C is warm.", []],
    ["“The Guide” by Ludwig van Beeken sold well.", ["Guide", "Ludwig van Beeken"]],
    ["He met President Ruth Cole on Tuesday.", ["Ruth Cole"]],
    ["Procter & Gamble sold it.", ["Procter & Gamble"]],
    ["However, the boat sank.", []],
    ["", []],
  ])("%j", (sentence, found) => {
    expect(names(sentence)).toEqual(found);
  });

  it("stand where they say", () => {
    const sentence = "The bridge was built by Tomas Reuel for Varn County.";
    for (const name of readNames(sentence, isKnown)) expect(sentence.slice(name.start, name.end)).toBe(name.text);
  });
});

describe("two names", () => {
  const name = (text: string): Name => readNames(`It was ${text}.`, isKnown)[0] as Name;

  it.each([
    ["Ian Murdock", "Murdock"],
    ["Murdock", "Ian Murdock"],
    ["Ian Ashley Murdock", "Ian Murdock"],
    ["I. Murdock", "Ian Murdock"],
    ["Twente University", "University of Twente"],
    ["European Space Agency", "ESA"],
    ["Dr. Ian Murdock", "Ian Murdock"],
    ["Murdock's", "Murdock"],
  ])("%s and %s can mean the same", (a, b) => {
    expect(isSameName(name(a), name(b))).toBe(true);
    expect(isSameName(name(b), name(a))).toBe(true);
  });

  it.each([
    ["Ian Murdock", "Ian Jackson"],
    ["John Smith", "Jane Smith"],
    ["Fenwick Trust", "Marlow Trust"],
    ["European Space Agency", "NASA"],
    ["Oslo", "Bergen"],
  ])("%s and %s are two", (a, b) => {
    expect(isSameName(name(a), name(b))).toBe(false);
  });
});
