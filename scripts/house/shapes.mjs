import { posix } from "node:path";
import { withoutComments } from "./tree.mjs";

/** Folders where the many go, one file each: every file exports one thing, named after the file and of the folder's one shape. */
const shapedFolders = [
  "packages/evidence/src/rails",
  "packages/evidence/src/rails/safety",
  "packages/evidence/src/rails/style",
  "packages/evidence/src/repairs",
  "packages/evidence/src/mutations",
  "packages/llm/src/providers",
  "packages/testing/src/world",
  "apps/server/src/modules/content/rails",
  "apps/server/src/modules/content/compliance",
  "apps/server/src/modules/research/search",
  "apps/server/src/modules/social/channels",
  "apps/server/src/modules/agents/roster",
  "apps/server/src/modules/cms/formats",
  "apps/server/src/modules/ops/alerts",
];

const exported = /^export (?:async )?(const|function) (\w+)(.*)$/gm;

/** @type {import("./tree.mjs").Check} */
export const shapes = {
  name: "shapes",
  check(tree) {
    return shapedFolders.flatMap((folder) => {
      const files = tree.files.filter(
        (file) => posix.dirname(file.path) === folder && file.isCode && !file.isTest && posix.basename(file.path) !== "index.ts",
      );
      const members = files.map((file) => ({ path: file.path, exports: exportsOf(file) }));
      const usual = mostFrequent(members.flatMap(({ exports }) => exports.map(({ shape }) => shape)));
      return members.flatMap(({ path, exports }) => complaints(path, exports, usual).map((message) => ({ path, line: 1, rule: "shapes", message })));
    });
  },
};

/**
 * @param {string} path
 * @param {{ name: string, shape: string }[]} exports
 * @param {string} usual
 */
function complaints(path, exports, usual) {
  const wanted = posix
    .basename(path)
    .replace(/\.tsx?$/, "")
    .replaceAll(/-\w/g, (dashed) => dashed.slice(1).toUpperCase());
  const [only] = exports;
  if (only === undefined || exports.length > 1) return [`exports ${exports.length} things; one, named ${wanted}, like its neighbours`];
  const isNamed = [wanted, `create${wanted[0]?.toUpperCase()}${wanted.slice(1)}`].includes(only.name);
  return [
    ...(isNamed ? [] : [`exports ${only.name}; the file is named for ${wanted}`]),
    ...(only.shape === usual ? [] : [`its export is "${only.shape}", its neighbours' "${usual}"`]),
  ];
}

/**
 * The shape is what is written between the name and the value: the annotated type, or the parameters and result.
 * @param {import("./tree.mjs").SourceFile} file
 */
function exportsOf(file) {
  return [...withoutComments(file.text).matchAll(exported)].map(([, kind = "", name = "", rest = ""]) => {
    const annotation = kind === "const" ? /^\s*:\s*([^=]+?)\s*=/.exec(rest)?.[1] : /\)\s*:\s*(.+?)\s*\{\s*$/.exec(rest)?.[1];
    const maker = kind === "const" ? /^\s*=\s*(\w+)\(/.exec(rest)?.[1] : undefined;
    return { name, shape: annotation ?? (maker === undefined ? `${kind} without a type` : `made by ${maker}`) };
  });
}

/** @param {string[]} values */
function mostFrequent(values) {
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].toSorted((a, b) => b[1] - a[1])[0]?.[0] ?? "";
}
