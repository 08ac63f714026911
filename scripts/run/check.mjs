import { existsSync } from "node:fs";
import { join } from "node:path";
import { runChild } from "./child.mjs";

/** @typedef {{ name: string, args: string[] }} Step */

const printDocs = "apps/server/dist/print-docs.js";

/**
 * Two lanes, one for each core of a small machine. What looks at the build comes after it in the same lane.
 * @param {string} root
 * @returns {Step[][]}
 */
export function lanes(root) {
  const docs = existsSync(join(root, "apps/server/src/print-docs.ts")) ? [{ name: "printed docs", args: [printDocs, "--check"] }] : [];
  return [
    [{ name: "types", args: ["node_modules/typescript/bin/tsc", "-b"] }, ...docs],
    [
      { name: "format", args: ["node_modules/oxfmt/bin/oxfmt", "--check", "."] },
      { name: "house", args: ["scripts/house.mjs"] },
      { name: "dead code", args: ["node_modules/knip/bin/knip.js", "--no-progress"] },
      { name: "lint", args: ["node_modules/oxlint/bin/oxlint", "--type-aware", "--format=unix"] },
    ],
  ];
}

/**
 * Runs everything even when something fails, and lists the failures at the end.
 * @param {string} root
 * @returns {Promise<number>} exit code
 */
export async function check(root) {
  const failed = (await Promise.all(lanes(root).map((lane) => runLane(root, lane)))).flat();
  console.log(failed.length === 0 ? "All checks pass." : `Failed: ${failed.join(", ")}.`);
  return failed.length === 0 ? 0 : 1;
}

/**
 * @param {string} root
 * @param {readonly Step[]} lane
 */
async function runLane(root, lane) {
  /** @type {string[]} */
  const failed = [];
  for (const { name, args } of lane) {
    const startedAt = performance.now();
    const { code, output } = await runChild(process.execPath, args, { root, isQuiet: true });
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
    console.log(`${code === 0 ? "✓" : "✗"} ${name} ${seconds} s`);
    if (code === 0) continue;
    failed.push(name);
    console.log(output.trimEnd());
  }
  return failed;
}
