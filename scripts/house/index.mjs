import { clock, environment, sqlPlace, suppressions } from "./code.mjs";
import { cycles } from "./cycles.mjs";
import { citedPaths, readmes } from "./docs.mjs";
import { names } from "./names.mjs";
import { shapes } from "./shapes.mjs";
import { depth, folderSizes } from "./sizes.mjs";
import { readTree } from "./tree.mjs";
import { walls } from "./walls.mjs";
import { words } from "./words.mjs";

/** What the linter cannot see, because it looks at one file. @type {readonly import("./tree.mjs").Check[]} */
export const checks = [walls, cycles, folderSizes, depth, environment, sqlPlace, clock, suppressions, readmes, citedPaths, shapes, names, words];

/**
 * Every violation in the tree under `root`, by path and line.
 * @param {string} root
 */
export function inspect(root) {
  const tree = readTree(root);
  const violations = checks.flatMap(({ check }) => check(tree));
  return violations.toSorted((a, b) => (a.path === b.path ? a.line - b.line : a.path < b.path ? -1 : 1));
}
