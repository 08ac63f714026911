import type { MessagePort } from "node:worker_threads";

/** The data folder of a database that lives in memory and is gone when it is closed. */
export const inMemory = "memory://";

/** What the main thread hands to the worker when it starts it. */
export interface WorkerStart {
  dataDir: string;
  /** A gzipped archive to start from; only for a database in memory. */
  template: Uint8Array<ArrayBuffer> | undefined;
  idleInTransactionMs: number;
  checkpointMs: number;
  vacuumMs: number;
  control: SharedArrayBuffer;
}

export type ToWorker =
  | { type: "connect"; id: number; port: MessagePort; flow: SharedArrayBuffer }
  | { type: "ask"; id: number; what: "checkpoint" | "dump" | "close" };

export type FromWorker =
  | { type: "ready"; serverVersion: string }
  | { type: "failed"; reason: string }
  | { type: "broken"; reason: string }
  | { type: "log"; level: "info" | "warn" | "error"; message: string; detail?: unknown }
  | { type: "answer"; id: number; failure?: string; bytes?: Uint8Array };

/** The places of the control block, 32-bit integers that the worker writes and the main thread reads at any time. */
export const slots = { turn: 0, session: 1, sessions: 2, waiting: 3, unitsTotal: 4, longestUnitMs: 5, count: 6 } as const;

/** The places of a connection's flow block, written by the main thread. */
export const flowSlots = { bytesRead: 0, isClosed: 1, count: 2 } as const;
