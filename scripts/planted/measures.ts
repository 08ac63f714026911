import { folderOf, modules, type Planted } from "./clean-house.ts";

/** Shapes of the tree and of its code. */
export const plantedMeasures: readonly Planted[] = [
  {
    what: "two files that import each other",
    files: { "packages/evidence/src/a.ts": 'import { b } from "./b.ts";\n', "packages/evidence/src/b.ts": '\nexport { a } from "./a.ts";\n' },
    path: "packages/evidence/src/b.ts",
    line: 2,
    rule: "cycles",
    message: "packages/evidence/src/a.ts → packages/evidence/src/b.ts → packages/evidence/src/a.ts",
  },
  {
    what: "a folder of thirteen things",
    files: folderOf(13, "packages/evidence/src/claims"),
    path: "packages/evidence/src/claims",
    rule: "folder-size",
    message: "holds 13 things",
  },
  {
    what: "a file five levels under src",
    files: { [`${modules}/cms/posts/old/post.ts`]: "export {};\n" },
    path: `${modules}/cms/posts/old/post.ts`,
    rule: "depth",
    message: "lies 5 levels",
  },
  {
    what: "a second look at the environment",
    files: { "apps/server/src/main.ts": "\nconst port = process.env.PORT;\n" },
    path: "apps/server/src/main.ts",
    line: 2,
    rule: "environment",
    message: "a second time",
  },
  {
    what: "a package that reads the environment",
    files: { "packages/evidence/src/judge.ts": "export const isOn = process.env.X;\n" },
    path: "packages/evidence/src/judge.ts",
    rule: "environment",
    message: "a package never reads",
  },
  {
    what: "a statement sent past the query builder",
    files: { [`${modules}/cms/publish.ts`]: 'export const f = (pool) =>\n  pool.query("select 1");\n' },
    path: `${modules}/cms/publish.ts`,
    line: 2,
    rule: "sql",
    message: "a statement stands outside",
  },
  {
    what: "a rule that looks at the clock",
    files: { [`${modules}/cms/post.ts`]: "// new Date() in a comment is no matter\nexport const now = () => new Date();\n" },
    path: `${modules}/cms/post.ts`,
    line: 2,
    rule: "clock",
    message: "let the caller pass it",
  },
  {
    what: "a suppression that says no reason",
    files: { "packages/evidence/src/judge.ts": ["// oxlint-disable-next-line eqeqeq", "export const x = 1;"].join("\n") },
    path: "packages/evidence/src/judge.ts",
    rule: "suppressions",
    message: "says no reason",
  },
  {
    what: "an expected type error that says no reason",
    files: { "packages/evidence/src/judge.ts": ["export const x = 1;", "// @ts-expect-error", "export const y: string = 1;"].join("\n") },
    path: "packages/evidence/src/judge.ts",
    line: 2,
    rule: "suppressions",
    message: "says no reason",
  },
];
