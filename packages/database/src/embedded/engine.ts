import { PGlite } from "@electric-sql/pglite";
import { vector } from "@electric-sql/pglite-pgvector";
import type { Engine } from "./turn.ts";

export interface EngineOptions {
  /** A folder, or "memory://". */
  dataDir: string;
  /** A gzipped archive of a data folder; the folder must be empty. */
  template?: Uint8Array | undefined;
  /** PostgreSQL's own log. */
  onLog(line: string): void;
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

/** Opens PGlite with pgvector. It is one session without background workers and takes no lock on its folder. */
export async function openEngine(options: EngineOptions): Promise<PgliteEngine> {
  const db = await PGlite.create({
    dataDir: options.dataDir,
    extensions: { vector },
    relaxedDurability: true,
    startParams: [...PGlite.defaultStartParams, ...Object.entries(serverParameters).flatMap(([name, value]) => ["-c", `${name}=${value}`])],
    ...(options.template === undefined
      ? {}
      : { loadDataDir: new Blob([options.template as Uint8Array<ArrayBuffer>], { type: "application/x-gzip" }) }),
    onStderr: (line) => {
      options.onLog(line);
      return false;
    },
  });
  await db.exec("create extension if not exists vector");
  const version = await db.query<{ server_version: string }>("show server_version");
  let broken: string | undefined;
  const mainLoop = db.Module._PostgresMainLoopOnce;
  // PGlite swallows what is thrown here and goes on, even after an abort in the middle of a write.
  db.Module._PostgresMainLoopOnce = () => {
    try {
      mainLoop();
    } catch (error) {
      if ((error as { status?: number }).status !== sqlErrorStatus && broken === undefined) {
        broken = error instanceof Error ? error.message : `exit status ${String((error as { status?: number }).status)}`;
        options.onBroken(broken);
      }
      throw error;
    }
  };
  return {
    serverVersion: version.rows[0]?.server_version ?? "",
    async execute(messages, onReply) {
      if (broken === undefined) await db.execProtocolRawStream(messages, { syncToFs: false, onRawData: onReply });
      if (broken !== undefined) throw new Error(broken);
    },
    async archive() {
      return new Uint8Array(await (await db.dumpDataDir("none")).arrayBuffer());
    },
    close: () => db.close(),
  };
}
