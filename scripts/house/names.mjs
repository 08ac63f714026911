import { lineAt, withoutComments } from "./tree.mjs";

const emptyWords = new Set(["manager", "helper", "util", "common", "misc", "service", "base", "data", "info", "process", "handler"]);
const named = /^(?:apps|packages)\/[^/]+\/(?:src|test)\/(.+)$|^((?:e2e|bench|scripts)\/.+)$/;
/** The doors may have handlers: that is what they are. */
const doors = /^apps\/server\/src\/(?:http|mcp)\/|\/doors\//;

/** @param {string} word */
function isEmpty(word) {
  const singular = word.toLowerCase().replace(/s$/, "");
  return emptyWords.has(word.toLowerCase()) || emptyWords.has(singular);
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
  const words = (match?.[1] ?? match?.[2] ?? "").split(/[/.-]/).filter((word) => isEmpty(word) && !isHandlerAtDoor(path, word));
  return words.map((word) => ({ path, line: 1, rule: "names", message: `"${word}" says nothing; name what it does` }));
}

const exported = /^export (?:async )?(?:const|function|class|interface|type) (\w+)/gm;

/** @param {import("./tree.mjs").SourceFile} file */
function exportComplaints(file) {
  return [...withoutComments(file.text).matchAll(exported)].flatMap((match) => {
    const last = (match[1] ?? "").split(/(?<=[a-z\d])(?=[A-Z])|_/).at(-1) ?? "";
    const isVague = isEmpty(last) && !isHandlerAtDoor(file.path, last);
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
