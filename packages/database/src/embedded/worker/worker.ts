import { statfsSync } from "node:fs";
import { promisify } from "node:util";
import { parentPort, workerData } from "node:worker_threads";
import { gzip } from "node:zlib";
import { openEngine, type PgliteEngine } from "./engine.ts";
import { inMemory, slots, type FromWorker, type ToWorker, type WorkerStart } from "../link.ts";
import { startMaintenance, type Maintenance } from "./maintenance.ts";
import { createPortClient } from "./port-client.ts";
import { createSpaceGuard, type SpaceGuard } from "./space-guard.ts";
import { createMultiplexer, type Multiplexer, type Timers } from "./multiplexer.ts";

const stalledMs = 10_000;

interface Running {
  engine: PgliteEngine;
  multiplexer: Multiplexer;
  maintenance: Maintenance;
  control: Int32Array;
}

const timers: Timers = {
  after(ms, run) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};

function tell(message: FromWorker, transfer: ArrayBuffer[] = []): void {
  parentPort?.postMessage(message, transfer);
}

/** Keeps the control block up to date. The turn counter is odd while something runs; the main thread's watchdog looks at it. */
function countTurns(control: Int32Array): (event: "start" | "end", sessionId: number) => void {
  let startedAt = 0;
  return (event, sessionId) => {
    if (event === "start") {
      startedAt = performance.now();
      Atomics.store(control, slots.session, sessionId);
    } else {
      const tookMs = Math.round(performance.now() - startedAt);
      Atomics.add(control, slots.unitsTotal, 1);
      if (tookMs > Atomics.load(control, slots.longestUnitMs)) Atomics.store(control, slots.longestUnitMs, tookMs);
    }
    Atomics.add(control, slots.turn, 1);
  };
}

function guardSpace(folder: string): SpaceGuard {
  return createSpaceGuard({
    freeBytes() {
      const { bavail, bsize } = statfsSync(folder);
      return bavail * bsize;
    },
    nowMs: () => performance.now(),
    onChange(isLow, freeBytes) {
      const message = isLow
        ? "The disk of the embedded database is nearly full: it is read-only until there is space."
        : "There is space again: the embedded database takes writes.";
      tell({ type: "log", level: isLow ? "error" : "info", message, detail: { freeBytes } });
    },
  });
}

const diskFull = {
  severity: "ERROR",
  code: "53100",
  sentence: "There is no space left on the disk that holds the database; it is read-only until there is.",
} as const;

async function open(start: WorkerStart): Promise<Running> {
  const control = new Int32Array(start.control);
  const onBroken = (reason: string): void => tell({ type: "broken", reason });
  const engine = await openEngine({ dataDir: start.dataDir, template: start.template, onBroken });
  const guard = start.dataDir === inMemory ? undefined : guardSpace(start.dataDir);
  const count = countTurns(control);
  const multiplexer: Multiplexer = createMultiplexer({
    engine,
    timers,
    serverVersion: engine.serverVersion,
    idleInTransactionMs: start.idleInTransactionMs,
    onBroken,
    onTurn(event, sessionId) {
      count(event, sessionId);
      showCounts(multiplexer, control);
    },
    beforeTurn: (run) => guard?.beforeTurn(run),
    whyReadOnly: () => (guard?.isLow() === true ? diskFull : undefined),
  });
  const maintenance = startMaintenance({
    multiplexer,
    timers,
    checkpointMs: start.checkpointMs,
    vacuumMs: start.vacuumMs,
    log: (level, message, detail) => tell({ type: "log", level, message, detail }),
  });
  return { engine, multiplexer, maintenance, control };
}

function showCounts(multiplexer: Multiplexer, control: Int32Array): void {
  const { sessions, waiting } = multiplexer.counts();
  Atomics.store(control, slots.sessions, sessions);
  Atomics.store(control, slots.waiting, waiting);
}

function connect({ multiplexer, control }: Running, message: Extract<ToWorker, { type: "connect" }>): void {
  const { id, port, flow } = message;
  const client = createPortClient({ port, flow, stalledMs, onStalled: () => setImmediate(() => session.close()) });
  const session = multiplexer.connect(id, client);
  port.on("message", (chunk: Uint8Array) => {
    session.receive(chunk);
    showCounts(multiplexer, control);
  });
  port.on("close", () => {
    session.close();
    showCounts(multiplexer, control);
  });
}

async function answer(running: Running, what: "checkpoint" | "dump" | "close"): Promise<Uint8Array | undefined> {
  const { engine, multiplexer, maintenance } = running;
  if (what === "close") {
    maintenance.stop();
    multiplexer.closeAll({ severity: "FATAL", code: "57P01", sentence: "The embedded database is being closed." });
  }
  const archive = await multiplexer.exclusive(async (run) => {
    await run("CHECKPOINT");
    if (what === "close") await engine.close();
    return what === "dump" ? engine.archive() : undefined;
  });
  return archive === undefined ? undefined : new Uint8Array(await promisify(gzip)(archive));
}

function serve(running: Running): void {
  parentPort?.on("message", (message: ToWorker) => {
    if (message.type === "connect") return connect(running, message);
    answer(running, message.what).then(
      (bytes) =>
        tell({ type: "answer", id: message.id, ...(bytes === undefined ? {} : { bytes }) }, bytes === undefined ? [] : [bytes.buffer as ArrayBuffer]),
      (error: unknown) => tell({ type: "answer", id: message.id, failure: error instanceof Error ? error.message : String(error) }),
    );
  });
  tell({ type: "ready", serverVersion: running.engine.serverVersion });
}

open(workerData as WorkerStart).then(serve, (error: unknown) =>
  tell({ type: "failed", reason: error instanceof Error ? error.message : String(error) }),
);
