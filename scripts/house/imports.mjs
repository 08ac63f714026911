import { posix } from "node:path";
import { lineAt } from "./tree.mjs";

/**
 * @typedef {{ specifier: string, target: string | undefined, isType: boolean, line: number }} Import
 *   `target` is the file of the tree that a relative import means.
 */

const statement = /^[ \t]*(?:import|export)\s+(type\s+)?(?:[^"'`;=()]*?\sfrom\s+)?["']([^"'\n]+)["']/gm;
const dynamic = /\b(?:import|require|require\.resolve)\(\s*["']([^"'\n]+)["']/g;

/**
 * Every import of a file, written or dynamic, with what it resolves to inside the tree.
 * @param {import("./tree.mjs").Tree} tree
 * @param {import("./tree.mjs").SourceFile} file
 * @returns {Import[]}
 */
export function importsOf(tree, file) {
  /** @type {Import[]} */
  const found = [];
  for (const match of file.text.matchAll(statement)) {
    const specifier = match[2] ?? "";
    found.push({
      specifier,
      target: resolve(tree, file.path, specifier),
      isType: match[1] !== undefined,
      line: lineAt(file, match.index + match[0].length - 1),
    });
  }
  for (const match of file.text.matchAll(dynamic)) {
    const specifier = match[1] ?? "";
    found.push({ specifier, target: resolve(tree, file.path, specifier), isType: false, line: lineAt(file, match.index) });
  }
  return found;
}

/**
 * @param {import("./tree.mjs").Tree} tree
 * @param {string} from
 * @param {string} specifier
 */
function resolve(tree, from, specifier) {
  if (!specifier.startsWith(".")) return undefined;
  const path = posix.join(posix.dirname(from), specifier);
  const candidates = [path, path.replace(/\.js$/, ".ts"), path.replace(/\.js$/, ".tsx"), `${path}.ts`, `${path}/index.ts`];
  return candidates.find((candidate) => tree.paths.has(candidate)) ?? path;
}
