import { describe, expect, it } from "vitest";
import { createLexicon } from "../text/words.ts";
import { createFactReader } from "./read-facts.ts";

const read = createFactReader(createLexicon(), (lowered) => lowered === "python");

describe("the facts of a sentence", () => {
  it("are its values, dates, names, roles, causes and terms", () => {
    const facts = read("Director Paula Reims cut 60 % of the cost in May 2019 because fares fell.");
    expect(facts.quantities.map(({ raw }) => raw)).toEqual(["60 %"]);
    expect(facts.dates.map(({ raw }) => raw)).toEqual(["May 2019"]);
    expect(facts.names.map(({ text }) => text)).toEqual(["Director Paula Reims"]);
    expect(facts.roles).toEqual(["director"]);
    expect(facts.causes).toEqual(["because"]);
    expect([...facts.terms]).toEqual(["director", "paula", "reim", "cut", "cost", "fare", "fell"]);
  });

  it.each([
    ["Version 3.0 is out.", ["3.0"]],
    ["It needs v2.4.1 now.", ["2.4.1"]],
    ["Python 3.9 is out.", ["3.9"]],
    ["It needs 1.2.3 of the tool.", ["1.2.3"]],
    ["Compressing 2.5 GB took long.", []],
    ["It rose 3.2 % in all.", []],
  ])("are its versions: %s", (sentence, versions) => {
    expect(read(sentence).versions.map(({ number }) => number)).toEqual(versions);
  });
});
