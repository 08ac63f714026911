import type { Duplex } from "node:stream";
import { readFile } from "node:fs/promises";
import { AppError } from "@cofounder/kernel";
import { asOpenError, finishNewDatabase, prepareFolder, type PreparedFolder } from "./data-folder.ts";
import { inMemory } from "./link.ts";
import { lockFolder, type FolderLock } from "./lock-folder.ts";
import { startSupervisor, type EmbeddedLog, type EmbeddedMetrics, type Supervisor } from "./supervisor.ts";
import { startWorker, type WorkerSettings } from "./worker-thread.ts";

export interface EmbeddedOptions {
  /** A folder, made when missing, or "memory://" for tests. */
  dataDir: string;
  /** Path of a gzipped archive made by `dump()`; used only when the folder is empty, and in memory. */
  template?: string;
  /** Milliseconds after which a running statement is stopped by restarting the database. Default 60,000. */
  unitTimeoutMs?: number;
  /** Milliseconds that a transaction may do nothing while it blocks everybody. Default 30,000. */
  idleInTransactionMs?: number;
  /** Milliseconds between checkpoints. Default 5 minutes. */
  checkpointMs?: number;
  /** Milliseconds between looks for tables to vacuum. Default 15 minutes. */
  vacuumMs?: number;
  /** The database was stopped and opened again; all connections were closed. */
  onRestart?: (reason: string) => void;
  log?: EmbeddedLog;
}

export interface Embedded {
  /** A fresh connection for `new pg.Pool({ stream: () => embedded.stream() })`. */
  stream(): Duplex;
  readonly serverVersion: string;
  metrics(): EmbeddedMetrics;
  checkpoint(): Promise<void>;
  /** A gzipped archive of the data folder, usable as a template. */
  dump(): Promise<Uint8Array>;
  /** Ends all connections, makes a checkpoint, closes the database and gives the folder free. */
  close(): Promise<void>;
}

const defaults = { unitTimeoutMs: 60_000, idleInTransactionMs: 30_000, checkpointMs: 5 * 60_000, vacuumMs: 15 * 60_000 };

/**
 * Opens the embedded PostgreSQL (PGlite with pgvector) in a worker thread and takes the folder for this process.
 * A kill of the process loses no committed transaction; a loss of power may, because the engine never syncs files.
 *
 * Throws `AppError("unavailable")` with a sentence for a folder that is in use, not writable, full, or of another version.
 */
export async function openEmbedded(options: EmbeddedOptions): Promise<Embedded> {
  const settings = { ...defaults, ...options };
  if (options.dataDir.startsWith(inMemory)) {
    const template = options.template === undefined ? undefined : await readFile(options.template);
    return superviseIn(settings, { dataDir: inMemory, template }, undefined);
  }
  const lock = await lockFolder(options.dataDir);
  try {
    const prepared = await prepareFolder(options.dataDir, options.template);
    if (prepared.isNew) await makeDatabase(settings, prepared);
    return await superviseIn(settings, { dataDir: prepared.database, template: undefined }, lock);
  } catch (error) {
    await lock.release();
    throw error;
  }
}

type Settings = EmbeddedOptions & typeof defaults;

/** Makes a new database in a worker of its own, whose memory goes with it. */
async function makeDatabase(settings: Settings, prepared: PreparedFolder): Promise<void> {
  const worker = startWorker({ ...settings, dataDir: prepared.incoming, template: undefined });
  try {
    await worker.ready;
    await worker.ask("close");
  } catch (error) {
    throw asOpenError(settings.dataDir, error instanceof Error ? error.message : String(error));
  } finally {
    await worker.terminate();
  }
  await finishNewDatabase(prepared);
}

async function superviseIn(settings: Settings, place: Pick<WorkerSettings, "dataDir" | "template">, lock: FolderLock | undefined): Promise<Embedded> {
  const supervisor: Supervisor = await startSupervisor({
    worker: { ...settings, ...place },
    unitTimeoutMs: settings.unitTimeoutMs,
    onRestart: (reason) => settings.onRestart?.(reason),
    log: (line) => settings.log?.(line),
  }).catch((error: unknown) => {
    throw error instanceof AppError ? error : asOpenError(settings.dataDir, error instanceof Error ? error.message : String(error));
  });
  return {
    stream: () => supervisor.connect(),
    serverVersion: supervisor.serverVersion,
    metrics: () => supervisor.metrics(),
    checkpoint: async () => void (await supervisor.ask("checkpoint")),
    dump: async () => (await supervisor.ask("dump")) ?? new Uint8Array(),
    async close() {
      await supervisor.close();
      await lock?.release();
    },
  };
}
