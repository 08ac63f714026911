import { codeMatches, commentsOf, lineAt } from "./tree.mjs";

/**
 * What a pattern finds in the code of the files that `applies` picks; comments and quoted texts are not code.
 * @param {{ name: string, pattern: RegExp, message: string, applies: (file: import("./tree.mjs").SourceFile) => boolean }} rule
 * @returns {import("./tree.mjs").Check}
 */
function patternCheck({ name, pattern, message, applies }) {
  return {
    name,
    check: (tree) =>
      tree.files
        .filter((file) => file.isCode && applies(file))
        .flatMap((file) =>
          codeMatches(file.text, pattern).map((match) => ({
            path: file.path,
            line: lineAt(file, match.index),
            rule: name,
            message,
          })),
        ),
  };
}

const sqlPlaces = /^packages\/(?:database|retrieval|testing)\/|\.queries\.ts$|\/tables\.ts$|^(?:scripts|e2e|bench)\/|^apps\/[^/]+\/test\//;

/** Statements sent past the libraries, which the walls cannot see. */
export const sqlPlace = patternCheck({
  name: "sql",
  pattern: /\bsql(?:<[^>\n]*>)?`|\.(?:query|execute)\(\s*["'`]\s*(?:select|insert|update|delete|create|alter|drop|with|notify|listen|set)\b/gi,
  message: "a statement stands outside *.queries.ts, tables.ts, packages/database and packages/retrieval",
  applies: (file) => !file.isTest && !sqlPlaces.test(file.path),
});

const timelessRooms = /^(?:apps\/server\/src\/(?:modules|workflows)|packages\/(?:evidence|contracts))\//;

/** Rules that read the clock themselves cannot be tested at a chosen moment. */
export const clock = patternCheck({
  name: "clock",
  pattern: /\bDate\.now\(\)|\bnew Date\(\)|\bMath\.random\(/g,
  message: "takes time or chance from nowhere; let the caller pass it (deps.clock)",
  applies: (file) => !file.isTest && timelessRooms.test(file.path),
});

/** @type {import("./tree.mjs").Check} */
export const environment = {
  name: "environment",
  check(tree) {
    /** @type {Map<string, number>} */
    const readsByApp = new Map();
    return tree.files
      .filter(
        (file) => file.isCode && !file.isTest && /^(?:apps|packages)\/[^/]+\/src\//.test(file.path) && !file.path.startsWith("packages/testing/"),
      )
      .flatMap((file) =>
        codeMatches(file.text, /\bprocess\.env\b/g).flatMap((match) => {
          const [kind, name] = file.path.split("/");
          const reads = (readsByApp.get(`${kind}/${name}`) ?? 0) + 1;
          readsByApp.set(`${kind}/${name}`, reads);
          const message =
            kind === "packages" ? "a package never reads the environment" : `reads the environment a ${ordinal(reads)} time; once per app`;
          return kind === "apps" && reads === 1 ? [] : [{ path: file.path, line: lineAt(file, match.index), rule: "environment", message }];
        }),
      );
  },
};

/** @param {number} count */
function ordinal(count) {
  return count === 2 ? "second" : `${count}th`;
}

const suppression = /^\W*(?:(?:eslint|oxlint)-(?:disable|enable)|@ts-(?:ignore|expect-error|nocheck)|(?:oxfmt|prettier)-ignore|(?:v8|c8) ignore)/;
const reason = /\s--\s+\S.{9,}|@ts-expect-error\W+\w.{9,}/;

/** @type {import("./tree.mjs").Check} */
export const suppressions = {
  name: "suppressions",
  check(tree) {
    return tree.files
      .filter((file) => file.isCode)
      .flatMap((file) =>
        commentsOf(file.text)
          .filter(({ text }) => suppression.test(text) && !reason.test(text))
          .map(({ index }) => ({ path: file.path, line: lineAt(file, index), rule: "suppressions", message: 'says no reason after " -- "' })),
      );
  },
};
