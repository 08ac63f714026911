import { importsOf } from "./imports.mjs";

/** @type {import("./tree.mjs").Check} */
export const cycles = {
  name: "cycles",
  check(tree) {
    /** @type {Map<string, { target: string, line: number }[]>} */
    const edges = new Map();
    for (const file of tree.files) {
      if (!file.isCode) continue;
      const targets = importsOf(tree, file).flatMap(({ target, line }) => (target === undefined || target === file.path ? [] : [{ target, line }]));
      edges.set(file.path, targets);
    }
    return findCycles(edges);
  },
};

/**
 * Walks depth first and reports each import that closes a circle.
 * @param {Map<string, { target: string, line: number }[]>} edges
 */
function findCycles(edges) {
  /** @type {import("./tree.mjs").Violation[]} */
  const violations = [];
  const done = new Set();
  /** @type {string[]} */
  const trail = [];
  const visit = (/** @type {string} */ path) => {
    trail.push(path);
    for (const { target, line } of edges.get(path) ?? []) {
      const start = trail.indexOf(target);
      if (start !== -1) violations.push({ path, line, rule: "cycles", message: `closes the circle ${[...trail.slice(start), target].join(" → ")}` });
      else if (!done.has(target)) visit(target);
    }
    trail.pop();
    done.add(path);
  };
  for (const path of edges.keys()) if (!done.has(path)) visit(path);
  return violations;
}
