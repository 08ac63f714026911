import { PGlite, type PGliteOptions } from "@electric-sql/pglite";
import { vector } from "@electric-sql/pglite-pgvector";
import type { Engine } from "./turn.ts";

export interface EngineOptions {
  /** A folder, or "memory://". */
  dataDir: string;
  /** A gzipped archive of a data folder; the folder must be empty. */
  template?: Uint8Array<ArrayBuffer> | undefined;
  /** The engine ended in a way that it cannot recover from; called from inside `execute`. */
  onBroken(reason: string): void;
}

export interface PgliteEngine extends Engine {
  /** E.g. "18.6". */
  readonly serverVersion: string;
  /** The data folder as an uncompressed archive. */
  archive(): Promise<Uint8Array>;
  close(): Promise<void>;
}

/** PGlite leaves its main loop with this status for an ordinary SQL error. */
const sqlErrorStatus = 100;

/**
 * Every megabyte of shared buffers is one of resident memory from the start; the operating system caches the files anyway.
 * The stack limit makes deep recursion an SQL error: it is reached before the thread's own stack ends, which would be an abort.
 * The log is for what ends the engine: failing statements are told to their clients.
 */
const serverParameters = {
  shared_buffers: "32MB",
  max_stack_depth: "100kB",
  max_wal_size: "128MB",
  min_wal_size: "32MB",
  log_min_messages: "fatal",
  log_min_error_statement: "panic",
};

const parameterArguments = Object.entries(serverParameters).flatMap(([name, value]) => ["-c", `${name}=${value}`]);

/** For new databases: the log grows in steps of 1 MB instead of 16, so that little free space goes a long way. */
const newDatabaseArguments = ["--wal-segsize=1"];

/** The words with which PostgreSQL ended, without its time stamps; else what was thrown. */
export function lastWords(log: string[], thrown: string): string {
  const from = log.findIndex((line) => /\b(PANIC|FATAL):/.test(line));
  if (from === -1) return thrown;
  const lines = log.slice(from).filter((line) => /\b(PANIC|FATAL|DETAIL|HINT):/.test(line));
  return lines.map((line) => line.replace(/^.*?\b(PANIC|FATAL|DETAIL|HINT):\s*/, "")).join(" ");
}

function messageOf(error: unknown): string {
  if (error instanceof Error) return error.message;
  return `exit status ${String((error as { status?: unknown } | undefined)?.status)}`;
}

async function createPglite({ dataDir, template }: EngineOptions, log: string[]): Promise<PGlite> {
  const options: PGliteOptions = {
    dataDir,
    extensions: { vector },
    relaxedDurability: true,
    startParams: [...PGlite.defaultStartParams, ...parameterArguments],
    initDbStartParams: newDatabaseArguments,
    onStderr(line) {
      log.push(line);
      return false;
    },
  };
  if (template !== undefined) options.loadDataDir = new Blob([template], { type: "application/x-gzip" });
  try {
    return await PGlite.create(options);
  } catch (error) {
    throw new Error(lastWords(log, messageOf(error)), { cause: error });
  }
}

/** Opens PGlite with pgvector. It is one session without background workers and takes no lock on its folder. */
export async function openEngine(options: EngineOptions): Promise<PgliteEngine> {
  const log: string[] = [];
  const db = await createPglite(options, log);
  await db.exec("create extension if not exists vector");
  const version = await db.query<{ server_version: string }>("show server_version");
  let broken: string | undefined;
  const mainLoop = db.Module._PostgresMainLoopOnce;
  // PGlite swallows what is thrown here and goes on, even after an abort in the middle of a write.
  db.Module._PostgresMainLoopOnce = () => {
    try {
      mainLoop();
    } catch (error) {
      if (broken === undefined && (error as { status?: number }).status !== sqlErrorStatus) {
        broken = lastWords(log, messageOf(error));
        options.onBroken(broken);
      }
      throw error;
    }
  };
  return {
    serverVersion: version.rows[0]?.server_version ?? "",
    async execute(messages, onReply) {
      log.length = 0;
      if (broken === undefined) await db.execProtocolRawStream(messages, { syncToFs: false, onRawData: onReply });
      if (broken !== undefined) throw new Error(broken);
    },
    async archive() {
      return new Uint8Array(await (await db.dumpDataDir("none")).arrayBuffer());
    },
    close: () => db.close(),
  };
}
