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
const isTest = /\.test\.tsx?$/;

/**
 * Names, sizes and times of everything under the given files and folders as one hash: it changes when a file is edited,
 * added, removed, or replaced by an older one. Tests do not count.
 * @param {string} root
 * @param {readonly string[]} places relative to root; missing ones count as empty
 */
export function fingerprint(root, places) {
  const seen = createHash("sha256");
  for (const place of places) addPlace(seen, root, place);
  return seen.digest("hex");
}

/**
 * @param {import("node:crypto").Hash} seen
 * @param {string} root
 * @param {string} place
 */
function addPlace(seen, root, place) {
  const stats = statSync(join(root, place), { throwIfNoEntry: false });
  if (stats === undefined) return;
  if (stats.isDirectory()) addFolder(seen, root, place);
  else seen.update(`${place} ${stats.size} ${stats.mtimeMs}\n`);
}

/**
 * @param {import("node:crypto").Hash} seen
 * @param {string} root
 * @param {string} folder
 */
function addFolder(seen, root, folder) {
  const entries = readdirSync(join(root, folder), { withFileTypes: true });
  for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    const place = `${folder}/${entry.name}`;
    if (entry.isDirectory() && !ignored.has(entry.name)) addFolder(seen, root, place);
    else if (!entry.isDirectory() && !isTest.test(entry.name)) addPlace(seen, root, place);
  }
}

/**
 * The folders inside a folder, sorted; none when it is not there.
 * @param {string} folder
 */
export function foldersIn(folder) {
  if (statSync(folder, { throwIfNoEntry: false }) === undefined) return [];
  const folders = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory() && !ignored.has(entry.name));
  return folders.map((entry) => entry.name).toSorted();
}
