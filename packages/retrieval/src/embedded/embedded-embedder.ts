import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { Worker } from "node:worker_threads";
import { AppError } from "@cofounder/kernel";
import type { Embedder, EmbedOptions } from "../embedder.ts";
import { dimensions, type EmbedReply, type EmbedRequest } from "./embedder-protocol.ts";

/** One message to the worker: about half a second of work, so that a question does not wait long behind it. */
const batchSize = 8;
/** The model reads a passage's worth; its tokenizer slows down out of proportion on longer texts. */
const maxCharacters = 1500;

export interface EmbeddedEmbedderOptions {
  /** How long the worker outlives its last text. */
  idleMs?: number;
  onState?: (state: "started" | "stopped") => void;
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

/** Runs jobs one after another in a worker that starts with the first one and ends when none came for a while. */
function createLane({ idleMs, onState }: Required<EmbeddedEmbedderOptions>) {
  const urgent: Job[] = [];
  const patient: Job[] = [];
  let worker: Worker | undefined;
  let current: Job | undefined;
  let idle: NodeJS.Timeout | undefined;

  function fail(error: unknown): void {
    const job = current;
    current = undefined;
    job?.reject(new AppError("unavailable", "The embedder stopped while it was working.", { cause: error, retryAfterSeconds: 1 }));
  }

  async function stop(): Promise<void> {
    clearTimeout(idle);
    const ending = worker;
    worker = undefined;
    await ending?.terminate();
  }

  function open(): Worker {
    const opened = startWorker();
    let reason: unknown;
    opened.on("message", (reply: EmbedReply) => settle(reply));
    opened.on("error", (error) => (reason = error));
    opened.on("exit", () => {
      if (worker === opened) worker = undefined;
      fail(reason);
      onState("stopped");
      next();
    });
    onState("started");
    return opened;
  }

  function settle(reply: EmbedReply): void {
    const job = current;
    current = undefined;
    if ("vectors" in reply) job?.resolve(reply.vectors);
    else job?.reject(new AppError("unavailable", `The embedder failed: ${reply.failure}`));
    next();
  }

  function next(): void {
    if (current !== undefined) return;
    current = urgent.shift() ?? patient.shift();
    clearTimeout(idle);
    if (current === undefined) {
      worker?.unref();
      idle = setTimeout(() => void stop(), idleMs).unref();
      return;
    }
    worker ??= open();
    worker.ref();
    worker.postMessage({ texts: current.texts } satisfies EmbedRequest);
  }

  function run(texts: string[], isUrgent: boolean): Promise<Float32Array> {
    return new Promise((resolve, reject) => {
      (isUrgent ? urgent : patient).push({ texts, resolve, reject });
      next();
    });
  }

  return { run, stop };
}

/**
 * The embedder that is always there: Universal Sentence Encoder lite (Cer et al. 2018, arXiv:1803.11175), English,
 * 512 dimensions, in a worker thread that starts on first use. About 15 ms a question and 70 ms a passage.
 */
export function createEmbeddedEmbedder(options: EmbeddedEmbedderOptions = {}): Embedder {
  const lane = createLane({ idleMs: options.idleMs ?? 300_000, onState: options.onState ?? (() => undefined) });

  async function embed(texts: readonly string[], { signal, isUrgent = false }: EmbedOptions = {}): Promise<Float32Array[]> {
    const vectors: Float32Array[] = [];
    for (let first = 0; first < texts.length; first += batchSize) {
      signal?.throwIfAborted();
      const batch = texts.slice(first, first + batchSize).map((text) => text.slice(0, maxCharacters).trim() || ".");
      const flat = await lane.run(batch, isUrgent);
      for (let index = 0; index < batch.length; index++) vectors.push(flat.slice(index * dimensions, (index + 1) * dimensions));
    }
    return vectors;
  }

  return { model: "use-lite@1", dimensions, embed, close: () => lane.stop() };
}
