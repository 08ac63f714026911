import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/**
 * The time of a file's last change, or 0 when there is none.
 * @param {string} path
 */
export function changedAt(path) {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

/** @param {string} path */
export function readIfThere(path) {
  return statSync(path, { throwIfNoEntry: false }) === undefined ? undefined : readFileSync(path, "utf8");
}

/** @param {string} text */
export function hash(text) {
  return createHash("sha256").update(text).digest("hex");
}

/**
 * @param {string} path
 * @param {string} text
 */
export function write(path, text) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

const ignored = new Set(["node_modules", "dist", ".git", ".data", "coverage"]);

/**
 * Names, sizes and times of everything under the given files and folders as one hash: it changes when a file is edited,
 * added, removed, or replaced by an older one.
 * @param {string} root
 * @param {readonly string[]} places relative to root; missing ones count as empty
 */
export function fingerprint(root, places) {
  /** @type {string[]} */
  const seen = [];
  const waiting = [...places];
  for (let place = waiting.pop(); place !== undefined; place = waiting.pop()) {
    const path = join(root, place);
    const stats = statSync(path, { throwIfNoEntry: false });
    if (stats === undefined) continue;
    if (stats.isDirectory()) waiting.push(...namesIn(path).map((name) => `${place}/${name}`));
    else if (!place.endsWith(".test.ts") && !place.endsWith(".test.tsx")) seen.push(`${place} ${stats.size} ${stats.mtimeMs}`);
  }
  return hash(seen.toSorted().join("\n"));
}

/**
 * The entries of a folder that count, sorted; none when the folder is not there.
 * @param {string} folder
 */
export function namesIn(folder) {
  if (statSync(folder, { throwIfNoEntry: false }) === undefined) return [];
  return readdirSync(folder)
    .filter((name) => !ignored.has(name))
    .toSorted();
}
