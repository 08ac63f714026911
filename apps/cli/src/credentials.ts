import { chmodSync, mkdirSync, readFileSync, renameSync, rmdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { CliError, exitCodes } from "./exit.ts";

export interface Credentials {
  accessToken: string;
  refreshToken: string;
}

type File = Record<string, Credentials>;

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}

function readAll(file: string): File {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as File;
  } catch (error) {
    if (hasCode(error, "ENOENT")) return {};
    if (error instanceof SyntaxError) throw new CliError(exitCodes.failed, `${file} is damaged: remove it and run \`cofounder login\` again.`);
    throw error;
  }
}

export function readCredentials(file: string, server: string): Credentials | undefined {
  return readAll(file)[server];
}

/** Keeps a sign-in, or forgets it; the file is for its owner's eyes only. */
export function writeCredentials(file: string, server: string, credentials: Credentials | undefined): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const all = readAll(file);
  if (credentials === undefined) delete all[server];
  else all[server] = credentials;
  const part = `${file}.${process.pid}`;
  writeFileSync(part, `${JSON.stringify(all, null, 2)}\n`, { mode: 0o600 });
  chmodSync(part, 0o600);
  renameSync(part, file);
}

const lockTries = 100;
const lockPauseMs = 100;

/** Keeps two commands from using the same refresh token at once. */
export async function withLock<T>(file: string, work: () => Promise<T>): Promise<T> {
  const lock = `${file}.lock`;
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  for (let tries = 1; ; tries++) {
    try {
      mkdirSync(lock);
      break;
    } catch (error) {
      if (!hasCode(error, "EEXIST")) throw error;
      if (tries >= lockTries) throw new CliError(exitCodes.failed, `Another command holds ${lock}. Remove it when none runs.`);
      await sleep(lockPauseMs);
    }
  }
  try {
    return await work();
  } finally {
    rmdirSync(lock);
  }
}
