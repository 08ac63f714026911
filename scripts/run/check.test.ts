import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it, onTestFinished, vi } from "vitest";
import { plantTree } from "../planted/plant-tree.ts";
import { check, lanes } from "./check.mjs";

/** Stands for a tool: notes its turn, says its name, and ends with the code that stands under its name in codes.json. */
const tool = (name: string): string =>
  `import { appendFileSync, readFileSync } from "node:fs";
  appendFileSync("turns.log", "${name}\\n");
  console.log("${name} says this");
  process.exit(JSON.parse(readFileSync("codes.json", "utf8"))["${name}"] ?? 0);`;

function plantTools(codes: Record<string, number>): string {
  return plantTree({
    "package.json": '{ "type": "module" }',
    "codes.json": JSON.stringify(codes),
    "apps/server/src/print-docs.ts": "",
    "apps/server/dist/print-docs.js": tool("printed docs"),
    "node_modules/package.json": '{ "type": "module" }',
    "node_modules/typescript/bin/tsc": tool("types"),
    "node_modules/oxfmt/bin/oxfmt": tool("format"),
    "node_modules/oxlint/bin/oxlint": tool("lint"),
    "node_modules/knip/bin/knip.js": tool("dead code"),
    "scripts/house.mjs": tool("house"),
  });
}

async function checked(codes: Record<string, number>): Promise<{ exitCode: number; said: string; turns: string[] }> {
  const log = vi.spyOn(console, "log").mockImplementation(() => undefined);
  onTestFinished(() => log.mockRestore());
  const root = plantTools(codes);
  const exitCode = await check(root);
  const turns = readFileSync(join(root, "turns.log"), "utf8").trim().split("\n");
  return { exitCode, said: log.mock.calls.flat().join("\n"), turns };
}

const all = ["dead code", "format", "house", "lint", "printed docs", "types"];

it("a tree that passes every check is told so, with the time of each", async () => {
  const { exitCode, said, turns } = await checked({});
  expect(exitCode).toBe(0);
  expect(turns.toSorted()).toEqual(all);
  for (const name of all) expect(said).toMatch(new RegExp(`✓ ${name} \\d+\\.\\d s`));
  expect(said).toContain("All checks pass.");
  expect(said).not.toContain("says this");
});

it("every check runs although some fail, and the failures are shown and listed", async () => {
  const { exitCode, said, turns } = await checked({ types: 2, house: 1 });
  expect(exitCode).toBe(1);
  expect(turns.toSorted()).toEqual(all);
  expect(said).toMatch(/✗ types .*\ntypes says this/);
  expect(said).toMatch(/✗ house .*\nhouse says this/);
  expect(said).toContain("Failed: types, house.");
  expect(said).not.toContain("lint says this");
});

it("the printed docs are compared after the build they are printed by", () => {
  const [first] = lanes(plantTools({}));
  expect(first?.map(({ name }) => name)).toEqual(["types", "printed docs"]);
  expect(lanes(plantTree({}))[0]?.map(({ name }) => name)).toEqual(["types"]);
});
