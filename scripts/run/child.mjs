import { spawn } from "node:child_process";
import { constants } from "node:os";

const keptCharacters = 200_000;

/**
 * @typedef {object} ChildOptions
 * @property {string} root where it runs
 * @property {Record<string, string | undefined>} [env] on top of our own
 * @property {boolean} [isWatched] its error output is shown and also kept
 * @property {boolean} [isQuiet] nothing is shown, everything is kept
 */

/**
 * Runs a program to its end, passing signals on. Its exit code is 128 + n when signal n ended it, as in a shell.
 * @param {string} program
 * @param {readonly string[]} args
 * @param {ChildOptions} options
 * @returns {Promise<{ code: number, output: string }>}
 */
export function runChild(program, args, { root, env = {}, isWatched = false, isQuiet = false }) {
  return new Promise((done, failed) => {
    const child = spawn(program, args, {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: ["inherit", isQuiet ? "pipe" : "inherit", isQuiet || isWatched ? "pipe" : "inherit"],
      shell: process.platform === "win32" && program === "npm",
    });
    let output = "";
    const keep = (/** @type {Buffer} */ chunk) => {
      output = (output + chunk.toString("utf8")).slice(-keptCharacters);
      if (!isQuiet) process.stderr.write(chunk);
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
