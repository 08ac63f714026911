import { spawn } from "node:child_process";
import { constants } from "node:os";
import { explainFailure, Failure } from "./failures.mjs";

const keptCharacters = 200_000;

/**
 * @typedef {object} ChildOptions
 * @property {string} root where it runs
 * @property {Record<string, string | undefined>} [env] on top of our own
 * @property {boolean} [isQuiet] what it prints is kept instead of shown
 */

/**
 * Runs a program to its end, passing signals on. Its exit code is 128 + n when signal n ended it, as in a shell.
 * @param {string} program
 * @param {readonly string[]} args
 * @param {ChildOptions} options
 * @returns {Promise<{ code: number, output: string }>}
 */
export function runChild(program, args, { root, env = {}, isQuiet = false }) {
  return new Promise((done, failed) => {
    const child = spawn(program, args, {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: isQuiet ? ["inherit", "pipe", "pipe"] : "inherit",
      shell: process.platform === "win32" && program === "npm",
    });
    let output = "";
    const keep = (/** @type {Buffer} */ chunk) => {
      output = (output + chunk.toString("utf8")).slice(-keptCharacters);
    };
    child.stdout?.on("data", keep);
    child.stderr?.on("data", keep);
    const stopPassing = passSignals((signal) => child.kill(signal));
    child.on("error", (error) => {
      stopPassing();
      failed(error);
    });
    child.on("close", (code, signal) => {
      stopPassing();
      done({ code: code ?? 128 + (constants.signals[signal ?? "SIGTERM"] ?? 0), output });
    });
  });
}

/**
 * Runs a program that must succeed. Throws a Failure with one sentence: what its output is known to mean, or else the given
 * one, after that output.
 * @param {string} program
 * @param {readonly string[]} args
 * @param {{ root: string, folder?: string, otherwise: string }} options `folder`: where it runs, when that is not the root
 */
export async function must(program, args, { root, folder = root, otherwise }) {
  const { code, output } = await runChild(program, args, { root: folder, isQuiet: true });
  if (code === 0) return;
  const known = explainFailure(output, root);
  if (known === undefined) console.error(output.trimEnd());
  throw new Failure(known ?? otherwise, code > 128 ? code : 1);
}

/**
 * A terminal sends Ctrl-C to the child as well; from anywhere else we are the only one who hears of it.
 * @param {(signal: NodeJS.Signals) => void} pass
 */
function passSignals(pass) {
  const interrupt = () => {
    if (!process.stdin.isTTY) pass("SIGINT");
  };
  const terminate = () => pass("SIGTERM");
  process.on("SIGINT", interrupt);
  process.on("SIGTERM", terminate);
  return () => {
    process.off("SIGINT", interrupt);
    process.off("SIGTERM", terminate);
  };
}
