import { describe, expect, it } from "vitest";
import { compareDates, readDates, type WrittenDate } from "./read-dates.ts";

const read = (text: string): string[] =>
  readDates(text).map(({ year, month, day, decade, quarter }) => {
    const parts = [year, month === undefined ? undefined : `m${month}`, day === undefined ? undefined : `d${day}`];
    return [...parts, decade === undefined ? undefined : `${decade}s`, quarter === undefined ? undefined : `q${quarter}`]
      .filter((part) => part !== undefined)
      .join(" ");
  });

describe("dates", () => {
  it.each([
    ["on 12 March 2019", ["2019 m3 d12"]],
    ["on 12th March 2019", ["2019 m3 d12"]],
    ["on March 12, 2019", ["2019 m3 d12"]],
    ["on 2019-03-12", ["2019 m3 d12"]],
    ["in March 2019", ["2019 m3"]],
    ["in Sept. 2019", ["2019 m9"]],
    ["on 3 May", ["m5 d3"]],
    ["on May 3 it rained", ["m5 d3"]],
    ["in May", ["m5"]],
    ["in the 1990s", ["1990s"]],
    ["in Q3 2020", ["2020 q3"]],
    ["in 2019", ["2019"]],
    ["Since 2018 bees are safe", ["2018"]],
    ["from 1909 to 1913", ["1909", "1913"]],
    ["between 2018 and 2022", ["2018", "2022"]],
    ["the ship (1936) sank", ["1936"]],
    ["The year was 1986.", ["1986"]],
    ["They may march in the rain.", []],
    ["It has 2000 users and costs $1999.", []],
    ["2019 people came", []],
    ["Room 1024 is free", []],
  ])("in %j", (text, found) => {
    expect(read(text)).toEqual(found);
  });

  it("stand where they say, in order", () => {
    const text = "It ran from May 3, 2019 until June 2020, and again in 2022.";
    const dates = readDates(text);
    expect(dates.map(({ raw }) => raw)).toEqual(["May 3, 2019", "June 2020", "2022"]);
    for (const { start, end, raw } of dates) expect(text.slice(start, end)).toBe(raw);
  });

  const date = (text: string): WrittenDate => readDates(text)[0] as WrittenDate;

  it.each([
    ["in 2019", "on 12 March 2019", "same"],
    ["in March 2019", "on 12 March 2019", "same"],
    ["in the 1990s", "in 1994", "same"],
    ["in Q1 2019", "in March 2019", "same"],
    ["in 2018", "on 12 March 2019", "conflict"],
    ["in May 2019", "in March 2019", "conflict"],
    ["in the 1980s", "in 1994", "conflict"],
    ["on 12 March 2019", "in 2019", "other"],
    ["on 3 May", "in 2019", "other"],
  ])("claimed %s beside %s are %s", (claimed, evidence, answer) => {
    expect(compareDates(date(claimed), date(evidence))).toBe(answer);
  });

  it.each(["May ", "2019 ", "2019-", "in ", "1 May "])("in a long run of %j are read in linear time", (piece) => {
    const started = process.cpuUsage();
    readDates(piece.repeat(Math.ceil(2000 / piece.length)));
    expect(process.cpuUsage(started).user / 1000).toBeLessThan(500);
  });
});
