import { describe, expect, it } from "vitest";
import { findQuotation, readQuotations } from "./quotations.ts";

const source = "She paused. “We wanted a format that a person can still open in fifty years,” she said — and the room laughed.  It’s true…";

describe("quotations", () => {
  it("are read without their marks, when they are long enough to be somebody's words", () => {
    expect(readQuotations('He said "this is a long enough one" and "no".')).toEqual(["this is a long enough one"]);
    expect(readQuotations("Sie sagte “one two three four” und «five six seven eight».")).toEqual(["one two three four", "five six seven eight"]);
    expect(readQuotations("Nobody said anything.")).toEqual([]);
  });

  it.each([
    ["We wanted a format that a person can still open in fifty years,", "We wanted a format that a person can still open in fifty years"],
    ["we wanted a format", "We wanted a format"],
    ["she said - and the room laughed.", "she said — and the room laughed."],
    ["and the room laughed. It's true", "and the room laughed.  It’s true"],
    ["We wanted a format ... in fifty years", "We wanted a format that a person can still open in fifty years"],
    ["We wanted […] fifty years", "We wanted a format that a person can still open in fifty years"],
  ])("%j is found whatever its typography", (quotation, found) => {
    const span = findQuotation(source, quotation);
    expect(span === undefined ? undefined : source.slice(span.start, span.end)).toBe(found);
  });

  it.each(["We wanted a format that a machine can still open", "in fifty years ... We wanted a format", "", "…"])("%j is not found", (quotation) => {
    expect(findQuotation(source, quotation)).toBeUndefined();
  });
});
