import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";

const read = (path: string): string => readFileSync(join(import.meta.dirname, "..", path), "utf8");
const namesIn = (text: string, pattern: RegExp): string[] => [...text.matchAll(pattern)].map((match) => match[1] ?? "");

const example = read(".env.example");
const offered = namesIn(example, /^#([A-Z][A-Z0-9_]+)=/gm);
const effective = namesIn(read("apps/server/src/config/variables.ts"), /^ {2}([A-Z][A-Z0-9_]+): variable\(/gm);

it("the example environment offers every variable that the server reads, and no other", () => {
  expect(effective.length).toBeGreaterThan(20);
  expect(offered.toSorted()).toEqual(effective.toSorted());
});

it("the example environment sets nothing by itself and holds no secret", () => {
  expect(example.split("\n").filter((line) => line !== "" && !line.startsWith("#"))).toEqual([]);
  expect(namesIn(example, /^#\w*(?:SECRET|TOKEN|KEY)=(.+)$/gm)).toEqual([]);
});

it("the example environment names the variables without effect apart, and they are known to the server", () => {
  const listed = namesIn(example.split("Known names")[1] ?? "", /\b([A-Z][A-Z0-9]+_[A-Z0-9_]+)\b/g);
  const known = new Set(namesIn(read("apps/server/src/config/other-names.ts"), /\b([A-Z][A-Z0-9]+_[A-Z0-9_]+)\b/g));
  expect(listed.length).toBeGreaterThan(20);
  expect(listed.filter((name) => !known.has(name))).toEqual([]);
});
