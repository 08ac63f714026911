import type { Duplex } from "node:stream";
import { setTimeout as wait } from "node:timers/promises";
import { MessageChannel } from "node:worker_threads";
import { AppError } from "@cofounder/kernel";
import { createClientStream, type ClientStream } from "./client-stream.ts";
import { isDiskFull } from "./data-folder.ts";
import { flowSlots, slots } from "./link.ts";
import { startWorker, type AskedWork, type WorkerSettings, type WorkerThread } from "./worker-thread.ts";
import type { WireFailure } from "./wire/messages.ts";

export type EmbeddedLog = (line: { level: "info" | "warn" | "error"; message: string; detail?: unknown }) => void;

export interface EmbeddedMetrics {
  sessions: number;
  waiting: number;
  unitsTotal: number;
  restarts: number;
  longestUnitMs: number;
}

export interface SupervisorOptions {
  worker: WorkerSettings;
  unitTimeoutMs: number;
  onRestart(reason: string): void;
  log: EmbeddedLog;
}

export interface Supervisor {
  readonly serverVersion: string;
  connect(): Duplex;
  ask(what: AskedWork): Promise<Uint8Array | undefined>;
  metrics(): EmbeddedMetrics;
  close(): Promise<void>;
}

interface State {
  readonly options: SupervisorOptions;
  readonly streams: Map<number, ClientStream>;
  /** Undefined while the database is being opened again. */
  worker: WorkerThread | undefined;
  serverVersion: string;
  restarts: number;
  earlierUnits: number;
  earlierLongestMs: number;
  lastId: number;
  isClosed: boolean;
  restarting: Promise<void> | undefined;
  watchdog: NodeJS.Timeout | undefined;
}

const reopenDelaysMs = [0, 250, 1_000, 2_000, 5_000];
const closeTimeoutMs = 15_000;
/** A checkpoint or a vacuum may take this many times longer than a client's statement. */
const houseFactor = 10;

/** Keeps a worker with the database running: watches for statements that run away and opens it again after a breakdown. */
export async function startSupervisor(options: SupervisorOptions): Promise<Supervisor> {
  const state: State = {
    options,
    streams: new Map(),
    worker: undefined,
    serverVersion: "",
    restarts: 0,
    earlierUnits: 0,
    earlierLongestMs: 0,
    lastId: 0,
    isClosed: false,
    restarting: undefined,
    watchdog: undefined,
  };
  await openWorker(state);
  state.watchdog = startWatchdog(state);
  return {
    serverVersion: state.serverVersion,
    connect: () => connect(state),
    async ask(what) {
      if (state.worker === undefined)
        throw new AppError("unavailable", "The embedded database is being opened again; try again in a moment.", { retryAfterSeconds: 1 });
      return state.worker.ask(what);
    },
    metrics: () => metrics(state),
    close: () => close(state),
  };
}

async function openWorker(state: State): Promise<void> {
  const worker = startWorker(state.options.worker, {
    onBroken: (reason) => restart(state, worker, { reason, code: brokenCode(reason) }),
    onLog: ({ level, message, detail }) => state.options.log({ level, message, detail }),
  });
  try {
    state.serverVersion = await worker.ready;
  } catch (error) {
    await worker.terminate();
    throw error;
  }
  if (state.isClosed) return worker.terminate();
  state.worker = worker;
}

function connect(state: State): Duplex {
  state.lastId += 1;
  const id = state.lastId;
  if (state.worker === undefined) {
    const failure = {
      severity: "FATAL",
      code: "57P03",
      sentence: state.isClosed ? "The embedded database is closed." : "The embedded database is being opened again; try again in a moment.",
    } as const;
    return refusedStream(failure);
  }
  const stream = state.worker.connect(id);
  state.streams.set(id, stream);
  stream.duplex.once("close", () => state.streams.delete(id));
  return stream.duplex;
}

/** A connection that ends with the reason why there is none. */
function refusedStream(failure: WireFailure): Duplex {
  const { port1, port2 } = new MessageChannel();
  port2.unref();
  const stream = createClientStream(port1, new SharedArrayBuffer(flowSlots.count * Int32Array.BYTES_PER_ELEMENT));
  stream.fail(failure);
  return stream.duplex;
}

function metrics(state: State): EmbeddedMetrics {
  const read = (slot: number): number => (state.worker === undefined ? 0 : Atomics.load(state.worker.control, slot));
  return {
    sessions: read(slots.sessions),
    waiting: read(slots.waiting),
    unitsTotal: state.earlierUnits + read(slots.unitsTotal),
    restarts: state.restarts,
    longestUnitMs: Math.max(state.earlierLongestMs, read(slots.longestUnitMs)),
  };
}

/** The worker's turn counter is odd while something runs; the same odd number for too long is a statement that ran away. */
function startWatchdog(state: State): NodeJS.Timeout {
  const { unitTimeoutMs } = state.options;
  let seen = { worker: state.worker, turn: 0, since: 0 };
  const look = (): void => {
    const { worker } = state;
    if (worker === undefined) return;
    const turn = Atomics.load(worker.control, slots.turn);
    if (seen.worker !== worker || seen.turn !== turn) seen = { worker, turn, since: performance.now() };
    const limitMs = Atomics.load(worker.control, slots.session) === 0 ? unitTimeoutMs * houseFactor : unitTimeoutMs;
    if (turn % 2 === 0 || performance.now() - seen.since < limitMs) return;
    restart(state, worker, {
      reason: `A statement ran longer than ${limitMs / 1000} seconds and was stopped.`,
      code: "57014",
    });
  };
  return setInterval(look, Math.min(1_000, Math.max(10, unitTimeoutMs / 5))).unref();
}

/** Ends all connections, the culprit's with its own reason, and opens the database again, as often as it takes. */
function restart(state: State, worker: WorkerThread, { reason, code }: { reason: string; code: string }): void {
  if (state.worker !== worker || state.isClosed) return;
  const before = metrics(state);
  const culprit = Atomics.load(worker.control, slots.session);
  state.earlierUnits = before.unitsTotal;
  state.earlierLongestMs = before.longestUnitMs;
  state.restarts += 1;
  state.worker = undefined;
  state.options.log({ level: "error", message: "The embedded database is stopped and opened again.", detail: reason });
  for (const [id, stream] of state.streams)
    stream.fail(
      id === culprit
        ? {
            severity: "FATAL",
            code,
            sentence: `${reason.replace(/\.?$/, ".")} The embedded database was restarted; nothing of this transaction was kept.`,
          }
        : restarted,
    );
  state.streams.clear();
  state.restarting = reopen(state, worker).then(() => {
    state.restarting = undefined;
    if (!state.isClosed) state.options.onRestart(reason);
  });
}

/** Both are what a server says when it ends a connection from its side. */
const restarted: WireFailure = {
  severity: "FATAL",
  code: "57P01",
  sentence: "The embedded database had to be restarted; nothing of open transactions was kept. Try again.",
};
const closing: WireFailure = { severity: "FATAL", code: "57P01", sentence: "The embedded database is closed." };

function brokenCode(reason: string): string {
  return isDiskFull(reason) ? "53100" : "XX000";
}

async function reopen(state: State, worker: WorkerThread): Promise<void> {
  await worker.terminate();
  for (let attempt = 0; !state.isClosed; attempt += 1) {
    try {
      await wait(reopenDelaysMs[Math.min(attempt, reopenDelaysMs.length - 1)]);
      return await openWorker(state);
    } catch (error) {
      state.options.log({
        level: "error",
        message: "The embedded database does not open; it is tried again.",
        detail: error instanceof Error ? error.message : String(error),
      });
    }
  }
}

async function close(state: State): Promise<void> {
  if (state.isClosed) return;
  state.isClosed = true;
  clearInterval(state.watchdog);
  await state.restarting;
  const { worker } = state;
  if (worker === undefined) return;
  const timer = new AbortController();
  const outcome = await Promise.race([
    worker.ask("close").then(
      () => "closed",
      (error: unknown) => String(error),
    ),
    wait(closeTimeoutMs, "a statement was still running", { signal: timer.signal }).catch(() => "aborted"),
  ]);
  timer.abort();
  if (outcome !== "closed")
    state.options.log({
      level: "warn",
      message: "The embedded database was stopped without a last checkpoint; it recovers at the next start.",
      detail: outcome,
    });
  state.worker = undefined;
  await worker.terminate();
  for (const stream of state.streams.values()) stream.fail(closing);
}
