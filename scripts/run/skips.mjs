import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readIfThere } from "./files.mjs";

/** @typedef {{ what: string, why: string }} Skip */

/** A file to which tests append what this machine did not let them do, one JSON object a line (COFOUNDER_SKIPS names it). */
export function openSkips() {
  const folder = mkdtempSync(join(tmpdir(), "cofounder-skips-"));
  const path = join(folder, "skips.jsonl");
  return {
    path,
    /** @returns {Skip[]} */
    read: () => parseSkips(readIfThere(path) ?? ""),
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/**
 * Every different skip once, in the order in which they came.
 * @param {string} text
 * @returns {Skip[]}
 */
export function parseSkips(text) {
  const lines = new Set(text.split("\n").filter((line) => line.trim() !== ""));
  /** @type {Map<string, Skip>} */
  const skips = new Map();
  for (const line of lines) {
    const { what, why } = /** @type {Skip} */ (JSON.parse(line));
    skips.set(`${what}\n${why}`, { what, why });
  }
  return [...skips.values()];
}

/**
 * @param {readonly Skip[]} skips
 * @returns {string[]}
 */
export function skipLines(skips) {
  if (skips.length === 0) return ["Nothing was skipped."];
  return [`Skipped on this machine (${skips.length}):`, ...skips.map(({ what, why }) => `  ${what}: ${why}`)];
}

/**
 * The skips that count as failures: with REQUIRE_ALL=1 all of them, but for those whose text fits the pattern MAY_SKIP
 * (what this kind of machine can never do).
 * @param {readonly Skip[]} skips
 * @param {{ requireAll?: string | undefined, maySkip?: string | undefined }} rules
 */
export function forbiddenSkips(skips, { requireAll, maySkip = "" }) {
  if (requireAll !== "1") return [];
  return skips.filter(({ what, why }) => maySkip === "" || !new RegExp(maySkip, "i").test(`${what}: ${why}`));
}
