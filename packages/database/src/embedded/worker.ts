import { promisify } from "node:util";
import { parentPort, workerData } from "node:worker_threads";
import { gzip } from "node:zlib";
import { openEngine, type PgliteEngine } from "./engine.ts";
import { createPortClient, slots, type FromWorker, type ToWorker, type WorkerStart } from "./link.ts";
import { startMaintenance, type Maintenance } from "./maintenance.ts";
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

function countTurns(control: Int32Array, onStart: () => void): (event: "start" | "end", sessionId: number) => void {
  let startedAt = 0;
  return (event, sessionId) => {
    if (event === "start") {
      onStart();
      startedAt = performance.now();
      Atomics.store(control, slots.session, sessionId);
    } else {
      const tookMs = Math.round(performance.now() - startedAt);
      Atomics.add(control, slots.unitsTotal, 1);
      if (tookMs > Atomics.load(control, slots.longestUnitMs)) Atomics.store(control, slots.longestUnitMs, tookMs);
    }
    // Odd while something runs: the main thread's watchdog looks whether it stays the same odd number for too long.
    Atomics.add(control, slots.turn, 1);
  };
}

async function open(start: WorkerStart): Promise<Running> {
  const control = new Int32Array(start.control);
  const logLines: string[] = [];
  const onBroken = (reason: string): void => tell({ type: "broken", reason: [reason, ...logLines.slice(-3)].join(" | ") });
  const engine = await openEngine({
    dataDir: start.dataDir,
    template: start.template,
    onBroken,
    onLog(line) {
      logLines.push(line);
      if (logLines.length > 20) logLines.shift();
    },
  }).catch((error: unknown) => {
    throw new Error([error instanceof Error ? error.message : String(error), ...logLines].join(" | "));
  });
  const multiplexer = createMultiplexer({
    engine,
    timers,
    serverVersion: engine.serverVersion,
    idleInTransactionMs: start.idleInTransactionMs,
    onBroken,
    onTurn: countTurns(control, () => void (logLines.length = 0)),
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

function connect({ multiplexer, control }: Running, message: Extract<ToWorker, { type: "connect" }>): void {
  const { id, port, flow } = message;
  const client = createPortClient({ port, flow, stalledMs, onStalled: () => setImmediate(() => session.close()) });
  const session = multiplexer.connect(id, client);
  const count = (): void => {
    const { sessions, waiting } = multiplexer.counts();
    Atomics.store(control, slots.sessions, sessions);
    Atomics.store(control, slots.waiting, waiting);
  };
  port.on("message", (chunk: Uint8Array) => {
    session.receive(chunk);
    count();
  });
  port.on("close", () => {
    session.close();
    count();
  });
  count();
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
