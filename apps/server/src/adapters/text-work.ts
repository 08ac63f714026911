import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { Worker } from "node:worker_threads";
import type { CheckInput, CheckReport, Digest, DigestInput, Mirror, MirrorText } from "@cofounder/evidence";
import { AppError } from "@cofounder/kernel";
import type { RenderedMarkdown } from "./markdown/render-markdown.ts";

/** What the worker is asked, and what it answers under the same number. */
export type TextRequest = { id: number } & Asked;
export type TextAnswer = { id: number } & ({ value: unknown } | { error: string });

export interface TextWork {
  check(input: CheckInput): Promise<CheckReport>;
  compose(input: DigestInput): Promise<Digest>;
  render(markdown: string): Promise<RenderedMarkdown>;
  findMirrors(texts: readonly MirrorText[]): Promise<Mirror[]>;
  stop(): Promise<void>;
}

type Asked =
  | { ask: "check"; input: CheckInput }
  | { ask: "compose"; input: DigestInput }
  | { ask: "render"; input: string }
  | { ask: "mirrors"; input: readonly MirrorText[] };

interface Waiting {
  resolve: (value: never) => void;
  reject: (error: unknown) => void;
}

const idleMs = 5 * 60_000;
/** From source the worker's file is TypeScript, which a worker thread reads only after its loader was registered there. */
function openWorker(): Worker {
  if (!import.meta.url.endsWith(".ts")) return new Worker(new URL("./text-work/text-worker.js", import.meta.url));
  const loader = new URL("./esm/api/index.mjs", pathToFileURL(createRequire(import.meta.url).resolve("tsx")));
  const file = new URL("./text-work/text-worker.ts", import.meta.url);
  const boot = `import("${loader.href}").then(({ register }) => { register(); return import("${file.href}"); });`;
  return new Worker(boot, { eval: true, execArgv: ["--conditions=cofounder-source"] });
}

function settle(waiting: Map<number, Waiting>, answer: TextAnswer): void {
  const asked = waiting.get(answer.id);
  waiting.delete(answer.id);
  if ("error" in answer) asked?.reject(new AppError("bug", answer.error));
  else asked?.resolve(answer.value as never);
}

/**
 * Checks and compares texts, composes digests and renders Markdown in a worker thread, since a long text takes longer than the event loop may be held.
 * The worker starts on first use and ends when nothing was asked for five minutes.
 */
export function createTextWork(): TextWork {
  const waiting = new Map<number, Waiting>();
  let worker: Worker | undefined;
  let idle: NodeJS.Timeout | undefined;
  let lastId = 0;

  function fail(error: unknown): void {
    worker = undefined;
    for (const { reject } of waiting.values())
      reject(new AppError("unavailable", "The work on texts stopped; it is started again.", { cause: error }));
    waiting.clear();
  }

  function stop(): Promise<unknown> {
    clearTimeout(idle);
    const stopping = worker;
    worker = undefined;
    return stopping?.terminate() ?? Promise.resolve();
  }

  function rest(): void {
    idle = setTimeout(() => void stop(), idleMs);
    idle.unref();
  }

  function open(): Worker {
    const opened = openWorker();
    opened.unref();
    opened.on("message", (answer: TextAnswer) => {
      settle(waiting, answer);
      if (waiting.size > 0) return;
      opened.unref();
      rest();
    });
    opened.on("error", (error) => worker === opened && fail(error));
    opened.on("exit", (code) => worker === opened && fail(new Error(`The worker for texts ended with code ${code}.`)));
    return opened;
  }

  function send<T>(request: Asked): Promise<T> {
    clearTimeout(idle);
    const at = (worker ??= open());
    at.ref();
    lastId += 1;
    const id = lastId;
    return new Promise<T>((resolve, reject) => {
      waiting.set(id, { resolve, reject });
      at.postMessage({ id, ...request });
    });
  }

  return {
    check: (input) => send({ ask: "check", input }),
    compose: (input) => send({ ask: "compose", input }),
    render: (markdown) => send({ ask: "render", input: markdown }),
    findMirrors: (texts) => send({ ask: "mirrors", input: texts }),
    stop: async () => void (await stop()),
  };
}
