import { appendFileSync, existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { runChild } from "./child.mjs";
import { forbiddenSkips, openSkips, skipLines } from "./skips.mjs";

const vitest = "node_modules/vitest/vitest.mjs";
const playwright = "node_modules/@playwright/test/cli.js";

/**
 * Runs every test that this machine can run, and lists at the end what it could not. With arguments, only the unit and
 * server tests that they name.
 * @param {string} root
 * @param {readonly string[]} args
 * @returns {Promise<number>} exit code
 */
export async function test(root, args) {
  const skips = openSkips();
  try {
    const failed = await runSuites(root, { args, skipsPath: skips.path });
    const skipped = skips.read();
    console.log(["", ...skipLines(skipped)].join("\n"));
    const forbidden = forbiddenSkips(skipped, { requireAll: process.env["REQUIRE_ALL"], maySkip: process.env["MAY_SKIP"] });
    if (forbidden.length > 0) console.log(`REQUIRE_ALL=1: what was skipped counts as failed (${forbidden.map(({ what }) => what).join(", ")}).`);
    if (failed.length > 0) console.log(`Failed: ${failed.join(", ")}.`);
    return failed.length > 0 || forbidden.length > 0 ? 1 : 0;
  } finally {
    skips.close();
  }
}

/**
 * @param {string} root
 * @param {{ args: readonly string[], skipsPath: string }} options
 * @returns {Promise<string[]>} names of the suites that failed
 */
async function runSuites(root, { args, skipsPath }) {
  const chromium = findChromium(process.env["PATH"] ?? "");
  const env = { COFOUNDER_SKIPS: skipsPath, ...(chromium === undefined ? {} : { COFOUNDER_CHROMIUM: chromium }) };
  /** @type {string[]} */
  const failed = [];
  for (const suite of suites(root, { args, chromium })) {
    console.log(`\n— ${suite.name}`);
    if (suite.missing !== undefined) {
      appendFileSync(skipsPath, `${JSON.stringify({ what: suite.name, why: suite.missing })}\n`);
      console.log(`  not run: ${suite.missing}`);
      continue;
    }
    const { code } = await runChild(process.execPath, suite.args, { root, env });
    if (code > 128) return [...failed, suite.name];
    if (code !== 0) failed.push(suite.name);
  }
  return failed;
}

/**
 * The suites in the order in which they run; one that this machine cannot run says why.
 * @param {string} root
 * @param {{ args: readonly string[], chromium: string | undefined }} options
 * @returns {{ name: string, args: string[], missing?: string }[]}
 */
export function suites(root, { args, chromium }) {
  const unit = { name: "unit, database and server tests", args: [vitest, "run", ...args] };
  if (args.length > 0) return [unit];
  const found = [unit];
  const drills = "e2e/vitest.config.ts";
  if (existsSync(join(root, drills))) found.push({ name: "drills", args: [vitest, "run", "--config", drills] });
  const journeys = "e2e/playwright.config.ts";
  if (existsSync(join(root, journeys))) {
    const missing = chromium === undefined ? { missing: "no Chromium on this machine" } : {};
    found.push({ name: "journeys in the browser", args: [playwright, "test", "-c", journeys], ...missing });
  }
  return found;
}

/**
 * @param {string} searchPath as in $PATH
 * @returns {string | undefined}
 */
export function findChromium(searchPath) {
  const folders = searchPath.split(delimiter).filter((folder) => folder !== "");
  const candidates = folders.flatMap((folder) => ["chromium", "chromium-browser", "google-chrome"].map((name) => join(folder, name)));
  return candidates.find((candidate) => existsSync(candidate));
}
