import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { MessageChannel, Worker, type WorkerOptions } from "node:worker_threads";
import { createClientStream, type ClientStream } from "./client-stream.ts";
import { flowSlots, slots, type FromWorker, type ToWorker, type WorkerStart } from "./link.ts";

export type WorkerSettings = Omit<WorkerStart, "control">;
export type AskedWork = Extract<ToWorker, { type: "ask" }>["what"];

export interface WorkerThread {
  /** Answers the server's version; rejects with the reason when the database does not open. */
  readonly ready: Promise<string>;
  readonly control: Int32Array;
  connect(id: number): ClientStream;
  ask(what: AskedWork): Promise<Uint8Array | undefined>;
  terminate(): Promise<void>;
}

export interface WorkerWatcher {
  onBroken(reason: string): void;
  onLog(line: Extract<FromWorker, { type: "log" }>): void;
}

/** PostgreSQL's own limit (`max_stack_depth`) must be reached first; WebAssembly needs many times its bytes on the native stack. */
const stackSizeMb = 32;

interface Waiter {
  resolve(bytes: Uint8Array | undefined): void;
  reject(error: Error): void;
}

/** Starts the worker's file beside this one. From source it is TypeScript, which a worker thread reads only after its loader was registered there. */
function spawn(options: WorkerOptions): Worker {
  if (!import.meta.url.endsWith(".ts")) return new Worker(new URL("./worker/worker.js", import.meta.url), options);
  const loader = new URL("./esm/api/index.mjs", pathToFileURL(createRequire(import.meta.url).resolve("tsx")));
  const boot = `import("${loader.href}").then(({ register }) => { register(); return import("${new URL("./worker/worker.ts", import.meta.url).href}"); });`;
  return new Worker(boot, { ...options, eval: true });
}

/** Starts the worker thread that holds the database. `watcher` hears of its end unless `terminate` was called. */
export function startWorker(settings: WorkerSettings, watcher?: WorkerWatcher): WorkerThread {
  const { dataDir, template, idleInTransactionMs, checkpointMs, vacuumMs } = settings;
  const control = new SharedArrayBuffer(slots.count * Int32Array.BYTES_PER_ELEMENT);
  const workerData: WorkerStart = { dataDir, template, idleInTransactionMs, checkpointMs, vacuumMs, control };
  const worker = spawn({ workerData, execArgv: [], resourceLimits: { stackSizeMb }, name: "embedded-database" });
  const waiters = new Map<number, Waiter>();
  let asked = 0;
  let isOver = false;

  function over(reason: string): void {
    if (isOver) return;
    isOver = true;
    for (const waiter of waiters.values()) waiter.reject(new Error(reason));
    waiters.clear();
    watcher?.onBroken(reason);
  }

  const ready = new Promise<string>((resolve, reject) => {
    waiters.set(asked, { resolve: () => undefined, reject });
    worker.on("message", (message: FromWorker) => {
      if (message.type === "ready") {
        waiters.delete(0);
        resolve(message.serverVersion);
      } else if (message.type === "answer") settle(waiters, message);
      else if (message.type === "log") watcher?.onLog(message);
      else over(message.reason);
    });
  });
  worker.on("error", (error) => over(error.message));
  worker.on("exit", (code) => over(`The worker of the embedded database ended with code ${code}.`));

  return {
    ready,
    control: new Int32Array(control),
    connect(id) {
      const { port1, port2 } = new MessageChannel();
      const flow = new SharedArrayBuffer(flowSlots.count * Int32Array.BYTES_PER_ELEMENT);
      worker.postMessage({ type: "connect", id, port: port2, flow } satisfies ToWorker, [port2]);
      return createClientStream(port1, flow);
    },
    ask(what) {
      if (isOver) return Promise.reject(new Error("The embedded database is not running."));
      asked += 1;
      const id = asked;
      return new Promise((resolve, reject) => {
        waiters.set(id, { resolve, reject });
        worker.postMessage({ type: "ask", id, what } satisfies ToWorker);
      });
    },
    async terminate() {
      isOver = true;
      await worker.terminate();
      for (const waiter of waiters.values()) waiter.reject(new Error("The embedded database was stopped."));
    },
  };
}

function settle(waiters: Map<number, Waiter>, message: Extract<FromWorker, { type: "answer" }>): void {
  const waiter = waiters.get(message.id);
  waiters.delete(message.id);
  if (message.failure === undefined) waiter?.resolve(message.bytes);
  else waiter?.reject(new Error(message.failure));
}
