import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { Worker, type WorkerOptions } from "node:worker_threads";
import { AppError, isAppError } from "@cofounder/kernel";
import { isFile, type TextFormat } from "./document-format.ts";
import type { RawDocument, Reading } from "./read-document.ts";
import type { ReadingAnswer } from "./reading-worker.ts";

/** Reads a document without holding up the rest of the process. Throws `unsupported` for what cannot be read. */
export type ReadDocument = (document: RawDocument, signal?: AbortSignal) => Promise<Reading>;

/** Up to these sizes reading takes some tens of milliseconds at most. */
const smallBytes: Record<TextFormat, number> = { html: 12_000, markdown: 30_000, text: 30_000 };
const workerLimits = { maxOldGenerationSizeMb: 1024 };
const timeLimitMs = 60_000;

function unreadable(cause: unknown): AppError {
  if (isAppError(cause)) return cause;
  return new AppError("unsupported", "The document could not be read: it is damaged, or too large for what it is.", { cause });
}

/** From source the worker's file is TypeScript, which a worker thread reads only after its loader was registered there. */
function startWorker(options: WorkerOptions): Worker {
  if (!import.meta.url.endsWith(".ts")) return new Worker(new URL("./reading-worker.js", import.meta.url), options);
  const loader = new URL("./esm/api/index.mjs", pathToFileURL(createRequire(import.meta.url).resolve("tsx")));
  const file = new URL("./reading-worker.ts", import.meta.url);
  const boot = `import("${loader.href}").then(({ register }) => { register(); return import("${file.href}"); });`;
  return new Worker(boot, { ...options, eval: true, execArgv: ["--conditions=cofounder-source"] });
}

function readInWorker(document: RawDocument, signal: AbortSignal | undefined): Promise<Reading> {
  return new Promise((resolve, reject) => {
    const worker = startWorker({ workerData: document, resourceLimits: workerLimits });
    const end = (settle: () => void): void => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", abort);
      settle();
      void worker.terminate();
    };
    const abort = (): void => end(() => reject(signal?.reason as Error));
    const timer = setTimeout(() => end(() => reject(unreadable(new Error(`not read within ${timeLimitMs} ms`)))), timeLimitMs);
    worker.on("message", (answer: ReadingAnswer) =>
      end(() => ("reading" in answer ? resolve(answer.reading) : reject(new AppError(answer.code, answer.sentence)))),
    );
    worker.on("error", (error) => end(() => reject(unreadable(error))));
    worker.on("exit", (code) => end(() => reject(unreadable(new Error(`the reader ended with code ${code}`)))));
    signal?.addEventListener("abort", abort);
  });
}

/** Reads small texts at once, large ones and files in a worker thread of their own, bounded in time and memory. */
export async function readOffLoop(document: RawDocument, signal?: AbortSignal): Promise<Reading> {
  signal?.throwIfAborted();
  const { bytes, format, charset } = document;
  if (isFile(format) || bytes.byteLength > smallBytes[format]) return readInWorker(document, signal);
  // The HTML parsers take a while to load, so a start does not wait for them.
  const { readDocument } = await import("./read-document.ts");
  try {
    return readDocument({ bytes, format, ...(charset === undefined ? {} : { charset }) });
  } catch (error) {
    throw unreadable(error);
  }
}
