import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { plantTree } from "../planted/plant-tree.ts";
import { forbiddenSkips, parseSkips, skipLines } from "./skips.mjs";
import { findChromium, suites } from "./test.mjs";

const withBrowserTests = { "e2e/vitest.config.ts": "", "e2e/playwright.config.ts": "" };

describe("which suites run", () => {
  it("is the unit tests alone in a tree without others, or when files are named", () => {
    expect(suites(plantTree({}), { args: [], chromium: "/usr/bin/chromium" }).map(({ name }) => name)).toEqual(["unit, database and server tests"]);
    expect(suites(plantTree(withBrowserTests), { args: ["packages/kernel"], chromium: undefined })).toEqual([
      { name: "unit, database and server tests", args: ["node_modules/vitest/vitest.mjs", "run", "packages/kernel"] },
    ]);
  });

  it("is all of them where there is a browser, and without one the journeys say why not", () => {
    const root = plantTree(withBrowserTests);
    expect(suites(root, { args: [], chromium: "/usr/bin/chromium" }).map(({ missing }) => missing)).toEqual([undefined, undefined, undefined]);
    expect(suites(root, { args: [], chromium: undefined }).at(-1)).toMatchObject({
      name: "journeys in the browser",
      missing: "no Chromium on this machine",
    });
  });

  it("finds a browser on the search path", () => {
    const root = plantTree({ "b/chromium": "" });
    expect(findChromium(`${root}/a:${root}/b`)).toBe(join(root, "b/chromium"));
    expect(findChromium(`${root}/a`)).toBeUndefined();
  });
});

describe("what was skipped", () => {
  const twice = '{"what":"database tests on PostgreSQL","why":"no server answers"}\n';

  it("is listed once each, with the reason", () => {
    const skips = parseSkips(`${twice}${twice}{"what":"cache on Redis","why":"no server answers"}\n`);
    expect(skipLines(skips)).toEqual([
      "Skipped on this machine (2):",
      "  database tests on PostgreSQL: no server answers",
      "  cache on Redis: no server answers",
    ]);
    expect(skipLines([])).toEqual(["Nothing was skipped."]);
  });
});

describe("where nothing may be skipped", () => {
  const skips = [
    { what: "a full disk", why: "no tmpfs mount is allowed here" },
    { what: "cache on Redis", why: "no server answers" },
  ];

  it("every skip counts as a failure but those that the machine can never run", () => {
    expect(forbiddenSkips(skips, { requireAll: "1" })).toEqual(skips);
    expect(forbiddenSkips(skips, { requireAll: "1", maySkip: "tmpfs" })).toEqual(skips.slice(1));
    expect(forbiddenSkips(skips, {})).toEqual([]);
  });
});

describe("the whole run", () => {
  const runner = `
    const { appendFileSync } = require("node:fs");
    if (process.env.SKIP) appendFileSync(process.env.COFOUNDER_SKIPS, JSON.stringify({ what: "disk full", why: "no tmpfs" }) + "\\n");
    process.exit(Number(process.env.CODE ?? 0));
  `;

  function testRun(env: Record<string, string>): { status: number | null; lines: string[] } {
    const root = plantTree({ "node_modules/vitest/vitest.mjs": "", "node_modules/vitest/package.json": '{"type":"commonjs"}', "runner.cjs": runner });
    const script = `import { test } from ${JSON.stringify(join(import.meta.dirname, "test.mjs"))}; process.exitCode = await test(${JSON.stringify(root)}, []);`;
    const asRunner = `import "node:module"; import { createRequire } from "node:module"; createRequire(import.meta.url)("../../runner.cjs");`;
    spawnSync("sh", ["-c", `cat > '${join(root, "node_modules/vitest/vitest.mjs")}'`], { input: asRunner });
    const { status, stdout } = spawnSync(process.execPath, ["--input-type=module", "-e", script], {
      encoding: "utf8",
      env: { ...process.env, REQUIRE_ALL: "", ...env },
    });
    return { status, lines: stdout.trim().split("\n") };
  }

  it("passes with a list of what this machine could not run", () => {
    const { status, lines } = testRun({ SKIP: "1" });
    expect(lines.slice(-2)).toEqual(["Skipped on this machine (1):", "  disk full: no tmpfs"]);
    expect(status).toBe(0);
  });

  it("fails when something was skipped where nothing may be", () => {
    const { status, lines } = testRun({ SKIP: "1", REQUIRE_ALL: "1" });
    expect(lines.at(-1)).toContain("REQUIRE_ALL=1");
    expect(status).toBe(1);
  });

  it("fails with the names of the suites that failed", () => {
    const { status, lines } = testRun({ CODE: "1" });
    expect(lines.slice(-2)).toEqual(["Nothing was skipped.", "Failed: unit, database and server tests."]);
    expect(status).toBe(1);
  });
});
