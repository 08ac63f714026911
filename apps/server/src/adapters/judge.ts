import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { Worker } from "node:worker_threads";
import type { CheckInput, CheckReport, Digest, DigestInput } from "@cofounder/evidence";
import { AppError } from "@cofounder/kernel";

/** What the judge is asked, and what it answers under the same number. */
export type JudgeRequest = { id: number } & Asked;
export type JudgeAnswer = { id: number } & ({ value: unknown } | { error: string });

export interface Judge {
  check(input: CheckInput): Promise<CheckReport>;
  compose(input: DigestInput): Promise<Digest>;
  stop(): Promise<void>;
}

type Asked = { ask: "check"; input: CheckInput } | { ask: "compose"; input: DigestInput };

interface Waiting {
  resolve: (value: never) => void;
  reject: (error: unknown) => void;
}

const idleMs = 5 * 60_000;
/** From source the worker's file is TypeScript, which a worker thread reads only after its loader was registered there. */
function openWorker(): Worker {
  if (!import.meta.url.endsWith(".ts")) return new Worker(new URL("./judge-worker.js", import.meta.url));
  const loader = new URL("./esm/api/index.mjs", pathToFileURL(createRequire(import.meta.url).resolve("tsx")));
  const file = new URL("./judge-worker.ts", import.meta.url);
  const boot = `import("${loader.href}").then(({ register }) => { register(); return import("${file.href}"); });`;
  return new Worker(boot, { eval: true, execArgv: ["--conditions=cofounder-source"] });
}

/**
 * Checks texts and composes digests in a worker thread, since a long text takes longer than the event loop may be held.
 * The worker starts on first use and ends when nothing was asked for five minutes.
 */
export function createJudge(): Judge {
  const waiting = new Map<number, Waiting>();
  let worker: Worker | undefined;
  let idle: NodeJS.Timeout | undefined;
  let lastId = 0;

  function fail(error: unknown): void {
    worker = undefined;
    for (const { reject } of waiting.values()) reject(new AppError("unavailable", "The checker stopped; it is started again.", { cause: error }));
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
    opened.on("message", (answer: JudgeAnswer) => {
      const asked = waiting.get(answer.id);
      waiting.delete(answer.id);
      if (waiting.size === 0) {
        opened.unref();
        rest();
      }
      if ("error" in answer) asked?.reject(new AppError("bug", answer.error));
      else asked?.resolve(answer.value as never);
    });
    opened.on("error", (error) => worker === opened && fail(error));
    opened.on("exit", (code) => worker === opened && fail(new Error(`The checker ended with code ${code}.`)));
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
    stop: async () => void (await stop()),
  };
}
