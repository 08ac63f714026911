import { createHash, randomUUID } from "node:crypto";
import { mkdir, mkdtemp, readdir, realpath, rm, rmdir, stat, symlink, unlink, writeFile } from "node:fs/promises";
import { createServer, connect, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { AppError } from "@cofounder/kernel";
import { asFolderError } from "./data-folder.ts";

export interface FolderLock {
  release(): Promise<void>;
}

const socketName = ".lock.sock";
const maxSocketPathBytes = 100;
const answerMs = 1_000;
const guardStaleMs = 5_000;
const attempts = 200;
const betweenAttemptsMs = 25;

/**
 * Takes a folder for this process alone. The lock is a listening socket `.lock.sock` in the folder, a named pipe on Windows:
 * it goes with its holder, also by kill -9, and answers with the holder's process id.
 *
 * Throws `AppError("unavailable")` naming the holder's process id when the folder is taken.
 */
export async function lockFolder(folder: string): Promise<FolderLock> {
  try {
    await mkdir(folder, { recursive: true });
    if (process.platform === "win32") return await takeLock(folder, pipeOf(folder));
    return await throughShortPath(folder, (short) => takeLock(folder, join(short, socketName)));
  } catch (error) {
    throw asFolderError(folder, error);
  }
}

async function takeLock(folder: string, address: string): Promise<FolderLock> {
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const server = await listen(address);
    if (server !== undefined) return { release: () => release(folder, server) };
    const holder = await askHolder(address);
    if (holder !== undefined)
      throw new AppError("unavailable", `The folder ${folder} is in use by ${holder}. Stop it first, or choose another folder.`, {
        reason: "folder_in_use",
      });
    if (process.platform !== "win32") await insideGuard(join(folder, ".lock.guard"), () => removeStale(address));
    await wait(betweenAttemptsMs);
  }
  throw new AppError("unavailable", `The lock of the folder ${folder} cannot be taken: others keep trying to take it.`, { reason: "folder_in_use" });
}

function pipeOf(folder: string): string {
  return `\\\\.\\pipe\\cofounder-${createHash("sha256").update(folder.toLowerCase()).digest("hex").slice(0, 32)}`;
}

/** A socket's address holds about a hundred bytes. A folder whose path is longer is reached through a link while its lock is taken. */
async function throughShortPath<T>(folder: string, work: (short: string) => Promise<T>): Promise<T> {
  if (Buffer.byteLength(join(folder, socketName)) <= maxSocketPathBytes) return work(folder);
  const place = await mkdtemp(join(tmpdir(), "cofounder-"));
  try {
    const link = join(place, "data");
    await symlink(await realpath(folder), link);
    return await work(link);
  } finally {
    await rm(place, { recursive: true });
  }
}

/** Undefined when somebody, alive or dead, has left a socket there. */
async function listen(address: string): Promise<Server | undefined> {
  const server = createServer((socket) => {
    socket.on("error", () => socket.destroy());
    socket.end(String(process.pid));
  });
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => (error.code === "EADDRINUSE" ? resolve(undefined) : reject(error)));
    server.listen(address, () => {
      server.unref();
      resolve(server);
    });
  });
}

/** Who holds the lock; undefined when nobody listens any more. */
async function askHolder(address: string): Promise<string | undefined> {
  return new Promise((resolve, reject) => {
    let answer = "";
    const socket = connect(address);
    const finish = (holder: string | undefined): void => {
      socket.destroy();
      resolve(holder);
    };
    socket.setTimeout(answerMs, () => finish("another process"));
    socket.on("data", (chunk: Buffer) => (answer += chunk.toString("latin1")));
    socket.on("end", () => finish(answer === "" ? "another process" : `process ${answer}`));
    socket.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "ECONNREFUSED" || error.code === "ENOENT") finish(undefined);
      else if (error.code === "EAGAIN" || error.code === "ECONNRESET") finish("another process");
      else reject(error);
    });
  });
}

async function removeStale(address: string): Promise<void> {
  if ((await askHolder(address)) === undefined) await unlink(address).catch(ignoreMissing);
}

/**
 * Runs `work` unless somebody else is inside. The guard is a folder with one file of a unique name in it: a guard whose owner
 * died is removed file first, so that of several who find it dead only one goes on, and none removes a fresh one.
 */
async function insideGuard(guard: string, work: () => Promise<void>): Promise<void> {
  const token = join(guard, randomUUID());
  try {
    await mkdir(guard);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    return removeDeadGuard(guard);
  }
  try {
    await writeFile(token, "");
  } catch (error) {
    return ignoreMissing(error);
  }
  try {
    await work();
  } finally {
    await unlink(token).catch(ignoreMissing);
    await rmdir(guard).catch(ignoreMissing);
  }
}

async function removeDeadGuard(guard: string): Promise<void> {
  try {
    if (Date.now() - (await stat(guard)).mtimeMs < guardStaleMs) return;
    for (const token of await readdir(guard)) await unlink(join(guard, token));
    await rmdir(guard);
  } catch (error) {
    ignoreMissing(error);
  }
}

/** Another contender was faster. */
function ignoreMissing(error: unknown): void {
  if (!["ENOENT", "ENOTEMPTY", "EEXIST"].includes((error as NodeJS.ErrnoException).code ?? "")) throw error;
}

/** The socket goes before its listener, so that nobody else's is removed. */
async function release(folder: string, server: Server): Promise<void> {
  if (process.platform !== "win32") await unlink(join(folder, socketName)).catch(ignoreMissing);
  await new Promise<void>((done) => server.close(() => done()));
}
