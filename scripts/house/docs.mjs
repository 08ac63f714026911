import { posix } from "node:path";

/** @type {import("./tree.mjs").Check} */
export const readmes = {
  name: "readmes",
  check(tree) {
    const rooms = [...tree.folders.keys()].filter((path) => /^(?:apps|packages)\/[^/]+$|^apps\/server\/src\/modules\/[^/]+$/.test(path));
    const missing = rooms.filter((path) => !tree.paths.has(`${path}/README.md`));
    return missing.map((path) => ({ path, line: 1, rule: "readmes", message: "has no README.md" }));
  },
};

const codeSpan = /`([^`\s]+)`/g;
const link = /\]\(([^)\s]+)\)/g;
const fileName = /\.(?:ts|tsx|mjs|json|md|ya?ml|sql|css)$/;
const made = /(?:^|\/)(?:dist|node_modules|\.data|\.cache|test-results)(?:\/|$)|^\.env/;

/** @type {import("./tree.mjs").Check} */
export const citedPaths = {
  name: "cited-paths",
  check(tree) {
    return tree.files
      .filter(
        ({ path }) =>
          /^(?:docs|apps|packages|bench|e2e|deploy|samples|scripts)\/.*\.md$|^[^/]+\.md$/.test(path) && !/fixtures\/|^samples\/sources\//.test(path),
      )
      .flatMap((file) =>
        file.lines.flatMap((text, index) => {
          const cited = [
            ...matches(text, codeSpan).filter((path) => isOurs(tree, path)),
            ...matches(text, link).filter((path) => !/^(?:[a-z]+:|#|\/)/.test(path)),
          ];
          const missing = cited.filter((path) => !exists(tree, file.path, path));
          return missing.map((path) => ({ path: file.path, line: index + 1, rule: "cited-paths", message: `${path} does not exist` }));
        }),
      );
  },
};

/**
 * @param {string} text
 * @param {RegExp} pattern
 */
function matches(text, pattern) {
  return [...text.matchAll(pattern)].map((match) => (match[1] ?? "").replace(/#.*$|:\d+$/, ""));
}

/**
 * A code span is a path of ours when it starts at a room of the root or ends like a source file.
 * @param {import("./tree.mjs").Tree} tree
 * @param {string} span
 */
function isOurs(tree, span) {
  if (!/^[\w.@*<>{}[\]/-]+$/.test(span) || /^[@/]|^\.+$/.test(span)) return false;
  const first = span.split("/")[0] ?? "";
  return (
    (span.includes("/") && tree.folders.has(first)) ||
    (fileName.test(span) && /^[\w.@*<>/-]+$/.test(span) && !span.startsWith("*") && !span.startsWith("."))
  );
}

/**
 * @param {import("./tree.mjs").Tree} tree
 * @param {string} from
 * @param {string} cited
 */
function exists(tree, from, cited) {
  const path = cited.replace(/\/$/, "");
  if (path === "" || made.test(path)) return true;
  const isBare = !path.includes("/");
  const asPattern = (/** @type {string} */ place) => place.replaceAll(/[.+[\]{}]/g, String.raw`\$&`).replaceAll(/\*\*?|<[^>]+>/g, "[^/]+");
  const pattern = asPattern(path);
  const places = [asPattern(posix.join(posix.dirname(from), path)), pattern];
  const shape = new RegExp(`^(?:${places.join("|")})$${isBare || fileName.test(path) ? `|(?:^|/)${pattern}$` : ""}`);
  return [...tree.paths].some((known) => shape.test(known));
}
