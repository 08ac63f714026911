import { lineAt, withoutComments } from "./tree.mjs";

const emptyWords = new Set(["manager", "helper", "util", "common", "misc", "service", "handler"]);
/** Empty when they stand last: a "data folder" says something, "post data" does not. */
const emptyLast = new Set([...emptyWords, "base", "data", "info", "process"]);
const named = /^(?:apps|packages)\/[^/]+\/(?:src|test)\/(.+)$|^((?:e2e|bench|scripts)\/.+)$/;
/** The doors may have handlers: that is what they are. */
const doors = /^apps\/server\/src\/(?:http|mcp)\/|\/doors\//;

/**
 * @param {string} word
 * @param {ReadonlySet<string>} words
 */
function isAmong(word, words) {
  const lower = word.toLowerCase();
  return words.has(lower) || words.has(lower.replace(/s$/, ""));
}

/** @type {import("./tree.mjs").Check} */
export const names = {
  name: "names",
  check(tree) {
    return tree.files.filter((file) => file.isCode).flatMap((file) => [...pathComplaints(file), ...exportComplaints(file)]);
  },
};

/** @param {import("./tree.mjs").SourceFile} file */
function pathComplaints({ path }) {
  const match = named.exec(path);
  const parts = (match?.[1] ?? match?.[2] ?? "").replace(/(?:\.queries|\.db|\.test)*\.\w+$/, "").split("/");
  const empty = parts.flatMap((part) =>
    part.split("-").filter((word, index, words) => isAmong(word, index === words.length - 1 ? emptyLast : emptyWords)),
  );
  return empty
    .filter((word) => !isHandlerAtDoor(path, word))
    .map((word) => ({ path, line: 1, rule: "names", message: `"${word}" says nothing; name what it does` }));
}

const exported = /^export (?:async )?(?:const|function|class|interface|type) (\w+)/gm;

/** @param {import("./tree.mjs").SourceFile} file */
function exportComplaints(file) {
  return [...withoutComments(file.text).matchAll(exported)].flatMap((match) => {
    const last = (match[1] ?? "").split(/(?<=[a-z\d])(?=[A-Z])|_/).at(-1) ?? "";
    const isVague = isAmong(last, emptyLast) && !isHandlerAtDoor(file.path, last);
    return isVague
      ? [{ path: file.path, line: lineAt(file, match.index), rule: "names", message: `${match[1]} ends in a word that says nothing` }]
      : [];
  });
}

/**
 * @param {string} path
 * @param {string} word
 */
function isHandlerAtDoor(path, word) {
  return /^handlers?$/i.test(word) && doors.test(path);
}
