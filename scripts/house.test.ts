import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { checks, inspect } from "./house/index.mjs";
import { cleanHouse, folderOf, modules } from "./planted/clean-house.ts";
import { plantedMeasures } from "./planted/measures.ts";
import { plantTree } from "./planted/plant-tree.ts";
import { plantedTexts } from "./planted/texts.ts";
import { plantedImports } from "./planted/walls.ts";

const planted = [...plantedImports, ...plantedMeasures, ...plantedTexts];

describe("the house", () => {
  it("lets a tree pass that keeps every rule", () => {
    expect(inspect(plantTree(cleanHouse))).toEqual([]);
  });

  it.each(planted)("finds $what", ({ files, path, line = 1, rule, message }) => {
    const found = inspect(plantTree({ ...cleanHouse, ...files }));
    expect(found).toContainEqual({ path, line, rule, message: expect.stringContaining(message) as string });
    expect(found.filter((violation) => violation.rule !== rule && violation.path === path)).toEqual([]);
  });

  it("has a planted violation for every checker", () => {
    const rules = new Set(planted.map(({ rule }) => rule));
    for (const { name } of checks) expect(rules).toContain(name);
  });

  it("does not count tests beside the files of a folder", () => {
    const tests = Object.fromEntries(Array.from({ length: 9 }, (_, index) => [`packages/evidence/src/claims/part-${index}.test.ts`, "export {};\n"]));
    expect(inspect(plantTree({ ...cleanHouse, ...folderOf(12, "packages/evidence/src/claims"), ...tests }))).toEqual([]);
  });

  it("accepts a suppression with its reason on the line", () => {
    const text = "// oxlint-disable-next-line eqeqeq -- null and undefined mean the same here\nexport const isNone = (x) => x == null;\n";
    expect(inspect(plantTree({ ...cleanHouse, "packages/evidence/src/judge.ts": text }))).toEqual([]);
  });

  it("does not take a sentence about code for code", () => {
    const text = "// new Date() and process.env\nexport const told = 'Type db.query(\"select 1\") and new Date()';\n";
    expect(inspect(plantTree({ ...cleanHouse, "packages/evidence/src/judge.ts": text }))).toEqual([]);
  });

  it("prints one line a violation and exits with 1, and with 0 when there is none", () => {
    const run = (root: string) => spawnSync(process.execPath, [join(import.meta.dirname, "house.mjs"), root], { encoding: "utf8" });
    const bad = run(plantTree({ ...cleanHouse, [`${modules}/ops/index.ts`]: "export {};\n" }));
    expect([bad.status, bad.stdout]).toEqual([1, `${modules}/ops:1 readmes has no README.md\n`]);
    const good = run(plantTree(cleanHouse));
    expect([good.status, good.stdout]).toEqual([0, ""]);
  });
});
