import { describe, expect, it } from "vitest";
import { areComparable, isOtherMagnitude, type Quantity, saysTheSame } from "./quantity.ts";
import { readQuantities } from "./read-quantities.ts";

const one = (text: string): Quantity => {
  const [first] = readQuantities(text);
  if (first === undefined) throw new Error(`no quantity in ${text}`);
  return first;
};

describe("a claimed quantity", () => {
  it.each([
    ["35 %", "35 percent"],
    ["0.35", "35 %"],
    ["35 %", "0.35"],
    ["1.2 million boats", "1,200,000 boats"],
    ["1.2 million boats", "1,240,000 boats"],
    ["40 %", "40.35 %"],
    ["40 %", "39.6 %"],
    ["about 40 %", "41 %"],
    ["about 2,000 jobs", "1,978 jobs"],
    ["over 2,000 jobs", "2,150 jobs"],
    ["nearly 2,000 jobs", "1,950 jobs"],
    ["5 miles", "8 km"],
    ["8 km", "5 miles"],
    ["5 kg", "5,000 g"],
    ["2,500 MB", "2.5 GB"],
    ["18 months", "1.5 years"],
    ["64 °F", "18 °C"],
    ["half of them", "49 %"],
    ["a third of them", "35 %"],
    ["two thirds", "67 %"],
    ["$1.2 million", "1,200,000 dollars"],
    ["3 km", "3.2 km"],
    ["three times", "a factor of 3.1 times"],
  ])("of %s is borne out by %s", (claimed, evidence) => {
    expect(saysTheSame(one(claimed), one(evidence))).toBe(true);
  });

  it.each([
    ["35 %", "53 %"],
    ["35.2 %", "35 %"],
    ["45 %", "35 %"],
    ["1.42 million boats", "1.24 million boats"],
    ["2,000 jobs", "1,978 jobs"],
    ["over 2,000 jobs", "1,500 jobs"],
    ["nearly 2,000 jobs", "2,300 jobs"],
    ["about 40 %", "60 %"],
    ["5 km", "5 miles"],
    ["5 kg", "5 km"],
    ["2.5 MB", "2.5 GB"],
    ["18 °F", "18 °C"],
    ["$15,000", "€15,000"],
    ["half of them", "35 %"],
    ["3 percentage points", "3 %"],
    ["14 boats", "41 boats"],
  ])("of %s is not borne out by %s", (claimed, evidence) => {
    expect(saysTheSame(one(claimed), one(evidence))).toBe(false);
  });

  it("is told from one of another magnitude", () => {
    expect(isOtherMagnitude(one("$50"), one("$5"))).toBe(true);
    expect(isOtherMagnitude(one("1.2 billion boats"), one("1.2 million boats"))).toBe(true);
    expect(isOtherMagnitude(one("$55"), one("$5"))).toBe(false);
    expect(isOtherMagnitude(one("0 boats"), one("5 boats"))).toBe(false);
  });

  it("is compared only with its like", () => {
    expect(areComparable(one("5 km"), one("3 miles"))).toBe(true);
    expect(areComparable(one("5 km"), one("3 kg"))).toBe(false);
    expect(areComparable(one("5 boats"), one("3 %"))).toBe(false);
  });
});
