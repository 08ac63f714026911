import { type ChildProcessWithoutNullStreams, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { chmodSync, cpSync, existsSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { delimiter, join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { plant, plantTree } from "../planted/plant-tree.ts";
import { build, needsBuild } from "./build.mjs";
import { hash } from "./files.mjs";

const lockfile = '{ "lockfileVersion": 3 }\n';

const compiler = `
const { appendFileSync, mkdirSync, writeFileSync } = require("node:fs");
for (const workspace of process.argv.slice(3)) {
  mkdirSync(workspace + "/dist", { recursive: true });
  writeFileSync(workspace + "/dist/.tsbuildinfo", "");
}
writeFileSync("apps/server/dist/main.js", process.env.MAIN_JS ?? "console.log('arguments', process.argv.slice(2).join(' '));");
writeFileSync("apps/server/dist/build-template.js", "for (const file of ['templates.log', 'apps/server/dist/template.tar.gz']) require('node:fs').appendFileSync(file, 'x')");
appendFileSync("compiled.log", "x");
`;

/** A product in miniature with our own run.mjs, a compiler that only notes that it ran, and an npm that does as `npm` says. */
function plantProduct({ isInstalled = true, npm = "exit 1" } = {}): string {
  const root = plantTree({
    "package.json": '{ "type": "commonjs" }',
    "package-lock.json": lockfile,
    "apps/server/package.json": '{ "type": "commonjs" }',
    "apps/server/tsconfig.json": "{}",
    "apps/server/src/main.ts": "1",
    "bin/npm": `#!/bin/sh\n${npm}\n`,
    "compiler.cjs": compiler,
  });
  chmodSync(join(root, "bin/npm"), 0o755);
  cpSync(import.meta.dirname, join(root, "scripts/run"), { recursive: true });
  cpSync(join(import.meta.dirname, "../run.mjs"), join(root, "scripts/run.mjs"));
  if (isInstalled) installInto(root);
  return root;
}

function installInto(root: string): void {
  plant(root, {
    "node_modules/typescript/bin/tsc": compiler,
    "node_modules/typescript/package.json": '{ "type": "commonjs" }',
    "node_modules/.cache/cofounder/installed": hash(lockfile),
    "node_modules/.package-lock.json": lockfile,
  });
}

function environment(root: string, extra: Record<string, string> = {}): NodeJS.ProcessEnv {
  return { ...process.env, PATH: `${join(root, "bin")}${delimiter}${process.env["PATH"] ?? ""}`, NODE_OPTIONS: "", ...extra };
}

function run(root: string, args: string[], extra: Record<string, string> = {}): { status: number | null; stdout: string; stderr: string } {
  return spawnSync(process.execPath, [join(root, "scripts/run.mjs"), ...args], { encoding: "utf8", env: environment(root, extra), timeout: 30_000 });
}

const templates = (root: string): number => readFileSync(join(root, "templates.log"), "utf8").length;
const compiled = (root: string): number => readFileSync(join(root, "compiled.log"), "utf8").length;

it("a first start installs, builds, makes the template and hands its arguments to the server", () => {
  const npm =
    'mkdir -p node_modules/typescript/bin; cp compiler.cjs node_modules/typescript/bin/tsc; echo "{}" > node_modules/typescript/package.json; echo "{}" > node_modules/.package-lock.json; [ "$1" = ci ]';
  const root = plantProduct({ isInstalled: false, npm });
  const { status, stdout } = run(root, ["start", "--port", "8123"]);
  expect(stdout).toMatch(/^Installing .*\nBuilding …\narguments --port 8123\n$/);
  expect(templates(root)).toBe(1);
  expect(status).toBe(0);
});

it("a second start neither installs nor builds", () => {
  const root = plantProduct();
  run(root, ["start"]);
  expect(run(root, ["start"]).stdout).toBe("arguments \n");
  expect(compiled(root)).toBe(1);
});

it("a changed, an added and a removed source make the build stale; a changed test does not", async () => {
  const root = plantProduct();
  const afterBuild = async (change: () => void): Promise<boolean> => {
    await build(root);
    expect(needsBuild(root)).toBe(false);
    change();
    return needsBuild(root);
  };
  expect(await afterBuild(() => plant(root, { "apps/server/src/main.test.ts": "1" }))).toBe(false);
  expect(await afterBuild(() => plant(root, { "apps/server/src/main.ts": "22" }))).toBe(true);
  expect(await afterBuild(() => plant(root, { "apps/server/src/other.ts": "1" }))).toBe(true);
  expect(await afterBuild(() => rmSync(join(root, "apps/server/src/other.ts")))).toBe(true);
});

it("a removed build is made again", () => {
  const root = plantProduct();
  run(root, ["build"]);
  rmSync(join(root, "apps/server/dist"), { recursive: true });
  expect(run(root, ["start"]).stdout).toBe("Building …\narguments \n");
});

it("the template is made again when a migration was added or it is gone, and not for any other source", () => {
  const root = plantProduct();
  run(root, ["build"]);
  plant(root, { "apps/server/src/main.ts": "22" });
  run(root, ["build"]);
  expect(templates(root)).toBe(1);
  plant(root, { "apps/server/migrations/0001.sql": "select 1;" });
  run(root, ["build"]);
  expect(templates(root)).toBe(2);
  rmSync(join(root, "apps/server/dist/template.tar.gz"));
  plant(root, { "apps/server/src/main.ts": "333" });
  run(root, ["build"]);
  expect(templates(root)).toBe(3);
});

it.each([
  ["no network", "npm error code ENOTFOUND", "The first start needs the network"],
  ["a full disk", "npm error code ENOSPC", "The disk is full"],
  ["a folder of somebody else", "npm error code EACCES", "is not writable"],
])("an install that fails for %s ends in one sentence", (_, output, sentence) => {
  const root = plantProduct({ isInstalled: false, npm: `echo "${output}" >&2; exit 1` });
  const { status, stderr } = run(root, ["start"]);
  expect([status, stderr]).toEqual([1, expect.stringContaining(sentence)]);
  expect(stderr.trimEnd().split("\n")).toHaveLength(1);
});

it("an install that fails for an unknown reason shows what npm said", () => {
  const root = plantProduct({ isInstalled: false, npm: 'echo "npm error code E500" >&2; exit 1' });
  const { status, stderr } = run(root, ["start"]);
  expect([status, stderr]).toEqual([1, "npm error code E500\nnpm ci failed; what it said stands above.\n"]);
});

it("a build that fails shows the errors and one sentence, and the next start tries again", () => {
  const root = plantProduct();
  plant(root, { "node_modules/typescript/bin/tsc": "console.log('main.ts(1,1): error'); process.exit(2)" });
  const failed = run(root, ["start"]);
  expect([failed.status, failed.stderr]).toEqual([1, "main.ts(1,1): error\nThe build failed; what is wrong stands above.\n"]);
  plant(root, { "node_modules/typescript/bin/tsc": compiler });
  expect(run(root, ["start"]).stdout).toContain("arguments");
});

it("an unknown command is refused with the known ones", () => {
  const { status, stderr } = run(plantProduct(), ["fly"]);
  expect([status, stderr]).toEqual([2, 'There is no command "fly". There are: start, dev, demo, bench, mutate, test, check, build.\n']);
});

/** Starts a command and waits until its program has said "up" and its process id. */
async function startUntilUp(root: string, command: string): Promise<{ child: ChildProcessWithoutNullStreams; pid: number }> {
  const child = spawn(process.execPath, [join(root, "scripts/run.mjs"), command], { env: environment(root) });
  onTestFinished(() => void child.kill("SIGKILL"));
  let words = "";
  for await (const chunk of child.stdout) {
    words += String(chunk);
    if (words.includes("\n") && words.includes("up")) break;
  }
  return { child, pid: Number(/up (\d+)/.exec(words)?.[1]) };
}

const untilSignal = (code: number): string =>
  `process.on("SIGTERM", () => process.exit(${code})); setInterval(() => {}, 1000); console.log("up " + process.pid);`;

it("the server is the very process that npm started, so signals and exit codes are its own", async () => {
  const root = plantProduct();
  run(root, ["build"], { MAIN_JS: untilSignal(7) });
  const { child, pid } = await startUntilUp(root, "start");
  expect(pid).toBe(child.pid);
  child.kill("SIGTERM");
  expect(await once(child, "exit")).toEqual([7, null]);
});

it("a program run from its source gets the signal passed on, and its exit code is kept", async () => {
  const root = plantProduct();
  plant(root, { "bench/bench.ts": untilSignal(9), "tsconfig.dev.json": "{}" });
  symlinkSync(join(import.meta.dirname, "../../node_modules/tsx"), join(root, "node_modules/tsx"));
  run(root, ["build"]);
  const { child, pid } = await startUntilUp(root, "bench");
  expect(pid).not.toBe(child.pid);
  child.kill("SIGTERM");
  expect(await once(child, "exit")).toEqual([9, null]);
});

it("a server does not outlive the npm that started it, even one that was killed", async () => {
  const root = plantProduct();
  const main =
    'const { writeFileSync } = require("node:fs"); process.on("SIGTERM", () => { writeFileSync("stopped", ""); process.exit(0); }); setInterval(() => {}, 1000); console.log("up");';
  run(root, ["build"], { MAIN_JS: main });
  const npm = spawn(
    process.execPath,
    ["-e", "require('node:child_process').spawn(process.execPath, ['scripts/run.mjs', 'start'], { stdio: 'inherit' })"],
    {
      cwd: root,
      env: environment(root, { npm_lifecycle_event: "start" }),
    },
  );
  await once(npm.stdout, "data");
  npm.kill("SIGKILL");
  await expect.poll(() => existsSync(join(root, "stopped")), { timeout: 10_000 }).toBe(true);
});
