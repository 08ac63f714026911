import { describe, expect, it } from "vitest";
import { fractionOf, multiplierOf, numberWord } from "./number-words.ts";
import { unitOf } from "./units.ts";

describe("units", () => {
  it("convert within their dimension", () => {
    expect(unitOf("km")).toMatchObject({ dimension: "length", factor: 1000 });
    expect(unitOf("Kilometres")).toMatchObject({ dimension: "length", factor: 1000 });
    expect(unitOf("GiB")).toMatchObject({ dimension: "bytes", factor: 1024 ** 3 });
    expect(unitOf("GB/s")).toMatchObject({ dimension: "bytes/s", factor: 1e9 });
    const fahrenheit = unitOf("°F");
    expect(68 * (fahrenheit?.factor ?? 0) + (fahrenheit?.offset ?? 0)).toBeCloseTo(20);
  });

  it("of one letter are lower case, so that millions are no metres", () => {
    expect(unitOf("m")).toMatchObject({ dimension: "length" });
    expect(unitOf("M")).toBeUndefined();
    expect(unitOf("T")).toBeUndefined();
  });

  it("are not seen in other words", () => {
    expect(unitOf("boats")).toBeUndefined();
    expect(unitOf("boats/s")).toBeUndefined();
    expect(unitOf("")).toBeUndefined();
  });
});

describe("number words", () => {
  it.each([
    ["twelve", 12],
    ["Forty", 40],
    ["forty-two", 42],
    ["ninety-nine", 99],
    ["forty-twelve", undefined],
    ["forty-two-one", undefined],
    ["boat", undefined],
    ["", undefined],
  ])("%j is %s", (word, value) => {
    expect(numberWord(word)).toBe(value);
  });

  it("multiply and divide", () => {
    expect(multiplierOf("Million")).toBe(1e6);
    expect(multiplierOf("bn")).toBe(1e9);
    expect(multiplierOf("boats")).toBeUndefined();
    expect(fractionOf("thirds")).toBeCloseTo(1 / 3);
    expect(fractionOf("boats")).toBeUndefined();
  });
});
