import { existsSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build, needsBuild } from "./build.mjs";
import { explainFailure, Failure } from "./failures.mjs";
import { install, needsInstall } from "./install.mjs";

const server = "apps/server/dist/main.js";

/**
 * @typedef {object} Command
 * @property {(args: readonly string[]) => boolean} needsBuild
 * @property {(root: string, args: string[]) => Promise<number | undefined>} run exit code; undefined when it goes on running in this process
 */

const always = () => true;
const never = () => false;

/** @type {Record<string, Command>} */
const commands = {
  start: { needsBuild: always, run: (root, args) => continueAs(root, { program: server, args }) },
  dev: { needsBuild: never, run: develop },
  demo: { needsBuild: always, run: (root, args) => runSource(root, { program: "bench/demo.ts", args }) },
  bench: { needsBuild: always, run: (root, args) => runSource(root, { program: "bench/bench.ts", args }) },
  mutate: { needsBuild: never, run: (root, args) => runSource(root, { program: "packages/evidence/test/mutate.ts", args }) },
  test: { needsBuild: (args) => args.length === 0, run: async (root, args) => (await import("./test.mjs")).test(root, args) },
  check: { needsBuild: never, run: async (root) => (await import("./check.mjs")).check(root) },
  build: { needsBuild: always, run: async () => 0 },
};

/**
 * Runs one command after everything that it needs. Answers the exit code, or undefined when the command goes on.
 * @param {string} root
 * @param {readonly string[]} argv
 * @returns {Promise<number | undefined>}
 */
export async function main(root, [name = "start", ...args]) {
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (command === undefined) {
    console.error(`There is no command "${name}". There are: ${Object.keys(commands).join(", ")}.`);
    return 2;
  }
  try {
    await prepare(root, command.needsBuild(args));
    return await command.run(root, args);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    console.error(error.message);
    return error.exitCode;
  }
}

/**
 * @param {string} root
 * @param {boolean} isBuiltFirst
 */
async function prepare(root, isBuiltFirst) {
  try {
    if (needsInstall(root)) await install(root);
    if (isBuiltFirst && needsBuild(root)) await build(root);
  } catch (error) {
    const known = error instanceof Failure ? undefined : explainFailure(String(error), root);
    throw known === undefined ? error : new Failure(known);
  }
}

/**
 * Becomes the program: it runs in this process, so that nobody stands between it and its signals.
 * @param {string} root
 * @param {{ program: string, args: readonly string[] }} what
 */
async function continueAs(root, { program, args }) {
  const path = join(root, program);
  if (!existsSync(path)) throw new Failure(`${program} is not there: the build has not made it.`);
  process.argv = [process.execPath, path, ...args];
  await import(pathToFileURL(path).href);
  return undefined;
}

/**
 * @param {string} root
 * @param {string[]} args
 */
async function develop(root, args) {
  return runSource(root, { program: "apps/server/src/main.ts", args, flags: ["--watch"] });
}

/**
 * Runs a program from its TypeScript source.
 * @param {string} root
 * @param {{ program: string, args: readonly string[], flags?: readonly string[] }} what
 */
async function runSource(root, { program, args, flags = [] }) {
  const { runChild } = await import("./child.mjs");
  const env = { TSX_TSCONFIG_PATH: "tsconfig.dev.json" };
  const { code } = await runChild(process.execPath, ["--conditions=cofounder-source", "--import", "tsx", ...flags, program, ...args], { root, env });
  return code;
}
