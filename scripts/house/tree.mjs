import { readdirSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";

/**
 * @typedef {{ path: string, text: string, lines: string[], isCode: boolean, isTest: boolean }} SourceFile
 * @typedef {{ path: string, line: number, rule: string, message: string }} Violation
 * @typedef {{ root: string, files: SourceFile[], paths: Set<string>, folders: Map<string, string[]> }} Tree
 * @typedef {{ name: string, check: (tree: Tree) => Violation[] }} Check
 */

const ignoredFolders = new Set(["node_modules", "dist", ".git", ".data", ".cache", "coverage", "test-results", "playwright-report"]);
const textFile =
  /(?:^|\/)(?:[^/.]+|.*\.(?:ts|tsx|mjs|js|cjs|json|jsonc|md|yaml|yml|css|html|sql|sh|txt|toml|example|service|npmrc|nvmrc|gitignore|editorconfig))$/;
const localSecrets = /(?:^|\/)\.env(?:\.(?!example$)[a-z]+)?$/;

/** @param {string} path */
function isTestPath(path) {
  return /\.test\.tsx?$/.test(path) || /^(?:apps|packages)\/[^/]+\/test\//.test(path) || path.startsWith("e2e/");
}

/**
 * Reads the whole tree once: every text file that belongs to the product, and who lies in which folder.
 * @param {string} root
 * @returns {Tree}
 */
export function readTree(root) {
  /** @type {Tree} */
  const tree = { root, files: [], paths: new Set(), folders: new Map() };
  const waiting = [""];
  for (let folder = waiting.pop(); folder !== undefined; folder = waiting.pop()) {
    const entries = readdirSync(join(root, folder), { withFileTypes: true }).filter((entry) => !ignoredFolders.has(entry.name));
    tree.folders.set(folder, entries.map((entry) => entry.name).toSorted());
    for (const entry of entries) {
      const path = posix.join(folder, entry.name);
      tree.paths.add(path);
      if (entry.isDirectory()) waiting.push(path);
      else if (entry.isFile() && textFile.test(path) && !localSecrets.test(path)) tree.files.push(readSource(root, path));
    }
  }
  tree.files.sort((a, b) => (a.path < b.path ? -1 : 1));
  return tree;
}

/**
 * @param {string} root
 * @param {string} path
 * @returns {SourceFile}
 */
function readSource(root, path) {
  const text = readFileSync(join(root, path), "utf8");
  return { path, text, lines: text.split("\n"), isCode: /\.(?:tsx?|mjs)$/.test(path) && !path.endsWith(".d.ts"), isTest: isTestPath(path) };
}

/**
 * The number of the line that holds a position of the text, counted from 1.
 * @param {SourceFile} file
 * @param {number} position
 */
export function lineAt(file, position) {
  let line = 1;
  for (let at = file.text.indexOf("\n"); at !== -1 && at < position; at = file.text.indexOf("\n", at + 1)) line++;
  return line;
}

const literalOrComment = /("(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\[\s\S])*`)|(\/\*[\s\S]*?\*\/|\/\/[^\n]*)/g;

/**
 * Code without its comments, of the same length, so that positions stay true.
 * @param {string} text
 */
export function withoutComments(text) {
  return text.replaceAll(literalOrComment, (whole, literal) => (literal === undefined ? whole.replaceAll(/[^\n]/g, " ") : whole));
}

/**
 * The comments of a piece of code, with their positions.
 * @param {string} text
 */
export function commentsOf(text) {
  return [...text.matchAll(literalOrComment)].flatMap(({ 2: comment, index }) => (comment === undefined ? [] : [{ text: comment, index }]));
}

/**
 * Where a pattern stands in the code itself: not in a comment, and not in the middle of a quoted text.
 * @param {string} text
 * @param {RegExp} pattern
 */
export function codeMatches(text, pattern) {
  const quoted = [...text.matchAll(literalOrComment)].filter(({ 1: literal }) => literal !== undefined && !literal.startsWith("`"));
  const isQuoted = (/** @type {number} */ at) => quoted.some(({ 0: literal, index }) => index < at && at < index + literal.length);
  return [...withoutComments(text).matchAll(pattern)].filter(({ index }) => !isQuoted(index));
}
