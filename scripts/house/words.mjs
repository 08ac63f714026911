/**
 * @typedef {{ rule: string, pattern: RegExp, message: string, applies?: (path: string) => boolean }} WordRule
 */

/** @type {readonly WordRule[]} */
const rules = [
  { rule: "keys", pattern: /\bsk-(?:ant-|proj-)?[A-Za-z0-9_-]{24,}\b/, message: "looks like a model provider's key" },
  { rule: "keys", pattern: /\bAKIA[0-9A-Z]{16}\b/, message: "looks like a cloud access key" },
  { rule: "keys", pattern: /-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----/, message: "looks like a private key" },
  { rule: "keys", pattern: /\b(?:gh[pousr]_[A-Za-z0-9]{36}|github_pat_\w{40,}|glpat-[\w-]{20,})\b/, message: "looks like a code host's token" },
  { rule: "keys", pattern: /\b(?:AIza[\w-]{35}|hf_[A-Za-z0-9]{30,}|xox[abprs]-[\w-]{20,})\b/, message: "looks like a service's token" },
  { rule: "hosts", pattern: /\bregistry\.(?:npmjs|yarnpkg|npmmirror)\.\w+|\bnpm\.pkg\.github\.com\b/, message: "names a package registry's host" },
  {
    rule: "hosts",
    pattern: /^\s*"resolved": "https?:/,
    message: "a lock entry names where it was fetched",
    applies: (path) => path.endsWith("package-lock.json"),
  },
  {
    rule: "words",
    pattern: /\b(?:issues?|pull request|ticket)\s+#?\d+\b|\((?:see )?#\d+\)|\b(?:fixes|closes) #\d+/i,
    message: "names an issue; say the reason itself",
  },
  { rule: "words", pattern: /(?:\/\/|\/\*|^\s*\*|<!--|^\s*#)\s*(?:TODO|FIXME|XXX|HACK)\b/, message: "leaves work in a comment" },
  { rule: "words", pattern: /(?:^|[\s"'`(=:])\/(?:work|root|home\/\w+|Users\/\w+)\//, message: "names a place on one machine" },
  {
    rule: "words",
    pattern: /\b(?:generated|written|made) (?:by|with) (?:claude|chatgpt|copilot|gemini|an ai|an llm)\b|co-authored-[b]y:/i,
    message: "says who or what wrote it",
  },
];

const secretsMayLook = /(?:^|\/)package-lock\.json$/;
const prose = (/** @type {string} */ path) => !path.endsWith("package-lock.json") && !/(?:^|\/)fixtures\/|^samples\//.test(path);

/** @type {import("./tree.mjs").Check} */
export const words = {
  name: "words",
  check(tree) {
    return tree.files.flatMap((file) => {
      const applying = rules.filter(({ rule, applies }) => {
        if (applies !== undefined) return applies(file.path);
        return rule === "words" ? prose(file.path) : rule === "hosts" || !secretsMayLook.test(file.path);
      });
      return file.lines.flatMap((text, index) =>
        applying.filter(({ pattern }) => pattern.test(text)).map(({ rule, message }) => ({ path: file.path, line: index + 1, rule, message })),
      );
    });
  },
};
