import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { plant, plantTree } from "./planted/plant-tree.ts";

const root = join(import.meta.dirname, "..");
const tsconfig = JSON.stringify({
  compilerOptions: { strict: true, module: "NodeNext", target: "ES2023", lib: ["ES2023"], types: [] },
  include: ["**/*.ts"],
});
const module = "packages/evidence/src";

const longFunction = `export function long(x: number): number {\n  let y = x;\n${"  y += 1;\n".repeat(60)}  return y;\n}\n`;
const deep =
  "export function deep(x: number): number {\n  if (x > 1) { if (x > 2) { if (x > 3) { if (x > 4) { if (x > 5) { return 6; } } } } }\n  return x;\n}\n";

/** What the never-list forbids and one file can show, by the rule that must report it. */
const planted: Record<string, { path: string; text: string }> = {
  "typescript(no-explicit-any)": { path: `${module}/any.ts`, text: "export const x: any = 1;\n" },
  "import(no-default-export)": { path: `${module}/default.ts`, text: "const x = 1;\nexport default x;\n" },
  "typescript(no-floating-promises)": {
    path: `${module}/floating.ts`,
    text: "export function go(work: () => Promise<void>): void {\n  work();\n}\n",
  },
  "typescript(no-misused-promises)": {
    path: `${module}/misused.ts`,
    text: "export function go(each: (f: () => void) => void): void {\n  each(async () => {\n    await Promise.resolve();\n  });\n}\n",
  },
  "typescript(switch-exhaustiveness-check)": {
    path: `${module}/switch.ts`,
    text: 'export function said(x: "a" | "b"): void {\n  switch (x) {\n    case "a":\n      throw new Error(x);\n  }\n}\n',
  },
  "typescript(no-non-null-assertion)": { path: `${module}/assert.ts`, text: "export const f = (x: string[]): string => x[0]!;\n" },
  "typescript(only-throw-error)": { path: `${module}/throw.ts`, text: 'export function fail(): never {\n  throw "no";\n}\n' },
  "typescript(no-unsafe-member-access)": {
    path: `${module}/unsafe.ts`,
    text: "export const f = (text: string): boolean => Boolean(JSON.parse(text).a);\n",
  },
  "typescript(ban-ts-comment)": { path: `${module}/ignore.ts`, text: ["// @ts-", "ignore\nexport const x = 1;\n"].join("") },
  "eslint(no-unused-vars)": { path: `${module}/unused.ts`, text: "const x = 1;\nexport {};\n" },
  "eslint(no-empty)": { path: `${module}/silent.ts`, text: "export function f(g: () => void): void {\n  try {\n    g();\n  } catch {}\n}\n" },
  "eslint(no-param-reassign)": { path: `${module}/reassign.ts`, text: "export function f(x: number): number {\n  x = 2;\n  return x;\n}\n" },
  "eslint(eqeqeq)": { path: `${module}/equal.ts`, text: "export const f = (x: number | null): boolean => x == 1;\n" },
  "eslint(max-lines)": { path: `${module}/long.ts`, text: "export {};\n".repeat(301) },
  "eslint(max-lines-per-function)": { path: `${module}/long-function.ts`, text: longFunction },
  "eslint(max-params)": {
    path: `${module}/params.ts`,
    text: "export const f = (a: number, b: number, c: number, d: number): number => a + b + c + d;\n",
  },
  "eslint(max-depth)": { path: `${module}/deep.ts`, text: deep },
  "eslint(no-restricted-properties)": { path: `${module}/random.ts`, text: "export const x = Math.random();\n" },
  "node(no-process-env)": { path: "apps/server/src/http/app.ts", text: "export const x = process.env;\n" },
  "eslint(no-console)": {
    path: "apps/server/src/server.ts",
    text: 'console.log("x");\nexport {};\n',
  },
  "unicorn(filename-case)": { path: `${module}/camelCase.ts`, text: "export {};\n" },
  "unicorn(prefer-node-protocol)": { path: `${module}/builtin.ts`, text: 'export { join } from "path";\n' },
  "typescript(consistent-type-imports)": { path: `${module}/types.ts`, text: 'import { C } from "./class.ts";\nexport const f = (x: C): C => x;\n' },
};

const mock = { path: `${module}/mock.test.ts`, text: 'declare const vi: { mock(x: string): void };\nvi.mock("./any.ts");\n' };
const allowed = {
  [`${module}/class.ts`]: "export class C {}\n",
  "apps/server/src/config.ts": "export const read = (): object => process.env;\n",
  "vite.config.ts": "export default {};\n",
};

interface Report {
  diagnostics: { code: string; filename: string; severity: string }[];
}

function lint(files: Record<string, string>): Report["diagnostics"] {
  const tree = mkdtempSync(join(tmpdir(), "linted-"));
  try {
    plant(tree, { "tsconfig.json": tsconfig, ".oxlintrc.json": readFileSync(join(root, ".oxlintrc.json"), "utf8"), ...files });
    const args = [join(root, "node_modules/oxlint/bin/oxlint"), "--type-aware", "--format=json"];
    const { stdout } = spawnSync(process.execPath, args, { cwd: tree, encoding: "utf8" });
    return (JSON.parse(stdout) as Report).diagnostics;
  } finally {
    rmSync(tree, { recursive: true });
  }
}

describe("the linter", () => {
  const files = Object.fromEntries([...Object.values(planted), mock].map(({ path, text }) => [path, text]));
  const found = lint({ ...files, ...allowed });

  it.each(Object.keys(planted))("reports %s as an error", (rule) => {
    const path = planted[rule]?.path;
    expect(found).toContainEqual(expect.objectContaining({ code: rule, filename: path, severity: "error" }));
  });

  it("reports a replaced module in a test", () => {
    expect(found).toContainEqual(expect.objectContaining({ code: "eslint(no-restricted-properties)", filename: mock.path }));
  });

  it("knows errors only, no warnings", () => {
    expect(found.filter(({ severity }) => severity !== "error")).toEqual([]);
    expect(readFileSync(join(root, ".oxlintrc.json"), "utf8")).not.toContain('"warn"');
  });

  it("allows the environment in an app's configuration, and a default export where a tool wants one", () => {
    const codes = found.filter(({ filename }) => filename in allowed).map(({ code }) => code);
    expect(codes).not.toContain("node(no-process-env)");
    expect(codes).not.toContain("import(no-default-export)");
  });
});

describe("the formatter", () => {
  const check = (text: string): number | null => {
    const tree = plantTree({ ".oxfmtrc.json": readFileSync(join(root, ".oxfmtrc.json"), "utf8"), "a.ts": text });
    return spawnSync(process.execPath, [join(root, "node_modules/oxfmt/bin/oxfmt"), "--check", "."], { cwd: tree }).status;
  };

  it("refuses what is not in its form, and accepts what is", () => {
    expect(check("export const x = 'a'\n")).toBe(1);
    expect(check('export const x = "a";\n')).toBe(0);
  });
});

describe("the search for dead code", () => {
  it("finds a file that nothing imports and an export that nothing uses", () => {
    const tree = plantTree({
      "knip.json": readFileSync(join(root, "knip.json"), "utf8"),
      "package.json": '{ "name": "x", "type": "module", "workspaces": ["packages/*", "apps/*"] }',
      "packages/kernel/package.json": '{ "name": "@cofounder/kernel", "type": "module", "exports": { ".": "./src/index.ts" } }',
      "packages/kernel/src/index.ts": 'export { used } from "./clock.ts";\n',
      "packages/kernel/src/clock.ts": "export const used = 1;\nexport const unused = 2;\n",
      "packages/kernel/src/dead.ts": "export {};\n",
    });
    symlinkSync(join(root, "node_modules"), join(tree, "node_modules"));
    const { stdout } = spawnSync(process.execPath, [join(root, "node_modules/knip/bin/knip.js"), "--no-progress"], { cwd: tree, encoding: "utf8" });
    expect(stdout).toMatch(/Unused files \(1\)\npackages\/kernel\/src\/dead\.ts/);
    expect(stdout).toMatch(/Unused exports \(1\)\nunused\s/);
  });
});
