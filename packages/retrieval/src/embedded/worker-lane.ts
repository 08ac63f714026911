import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { Worker } from "node:worker_threads";
import { AppError } from "@cofounder/kernel";
import type { EmbedReply, EmbedRequest } from "./embedder-protocol.ts";

export interface WorkerLaneOptions {
  idleMs: number;
  onState: (state: "started" | "stopped") => void;
}

export interface LaneRequest extends EmbedRequest {
  /** Goes before those that are not. */
  isUrgent: boolean;
}

interface Job {
  texts: string[];
  resolve(vectors: Float32Array): void;
  reject(error: unknown): void;
}

/** From source the worker's file is TypeScript, which a worker thread reads only after its loader was registered there. */
function startWorker(): Worker {
  if (!import.meta.url.endsWith(".ts")) return new Worker(new URL("./embedder-worker.js", import.meta.url));
  const loader = new URL("./esm/api/index.mjs", pathToFileURL(createRequire(import.meta.url).resolve("tsx")));
  const file = new URL("./embedder-worker.ts", import.meta.url);
  return new Worker(`import("${loader.href}").then(({ register }) => { register(); return import("${file.href}"); });`, { eval: true });
}

function stopped(cause?: unknown): AppError {
  return new AppError("unavailable", "The embedder stopped while it was working.", { cause, retryAfterSeconds: 1 });
}

interface SeatOptions extends WorkerLaneOptions {
  onReply: (reply: EmbedReply) => void;
  onEnd: (reason: unknown) => void;
}

/** The one worker: there when it is given something, gone when it was idle for a while. It keeps no process alive. */
function createSeat({ idleMs, onState, onReply, onEnd }: SeatOptions) {
  let worker: Worker | undefined;
  let idle: NodeJS.Timeout | undefined;

  function open(): Worker {
    const opened = startWorker();
    let reason: unknown;
    opened.on("message", onReply);
    opened.on("error", (error) => (reason = error));
    opened.on("exit", () => {
      onState("stopped");
      if (worker !== opened) return;
      worker = undefined;
      onEnd(reason);
    });
    onState("started");
    return opened;
  }

  async function stop(): Promise<void> {
    clearTimeout(idle);
    const ending = worker;
    worker = undefined;
    await ending?.terminate();
  }

  return {
    stop,
    give(texts: string[]): void {
      clearTimeout(idle);
      worker ??= open();
      worker.ref();
      worker.postMessage({ texts } satisfies EmbedRequest);
    },
    rest(): void {
      clearTimeout(idle);
      worker?.unref();
      idle = setTimeout(() => void stop(), idleMs).unref();
    },
  };
}

/** Runs requests one after another in a worker that starts with the first one and ends when none came for a while. */
export function createWorkerLane(options: WorkerLaneOptions) {
  const urgent: Job[] = [];
  const patient: Job[] = [];
  let current: Job | undefined;
  let isClosed = false;

  function settle(apply: (job: Job) => void): void {
    const job = current;
    current = undefined;
    if (job !== undefined) apply(job);
    next();
  }

  const seat = createSeat({
    ...options,
    onReply: (reply) =>
      settle((job) =>
        "vectors" in reply ? job.resolve(reply.vectors) : job.reject(new AppError("unavailable", `The embedder failed: ${reply.failure}`)),
      ),
    onEnd: (reason) => settle((job) => job.reject(stopped(reason))),
  });

  function next(): void {
    if (current !== undefined) return;
    current = urgent.shift() ?? patient.shift();
    if (current === undefined) seat.rest();
    else seat.give(current.texts);
  }

  return {
    run({ texts, isUrgent }: LaneRequest): Promise<Float32Array> {
      if (isClosed) return Promise.reject(stopped());
      return new Promise((resolve, reject) => {
        (isUrgent ? urgent : patient).push({ texts, resolve, reject });
        next();
      });
    },
    async close(): Promise<void> {
      isClosed = true;
      for (const job of [current, ...urgent.splice(0), ...patient.splice(0)]) job?.reject(stopped());
      current = undefined;
      await seat.stop();
    },
  };
}
