import { AsyncResource } from "node:async_hooks";
import { setTimeout as rest } from "node:timers/promises";

export interface Loop {
  /** Asks for a run now; asked while one runs, another follows. */
  wake(): void;
  /** Ends after the run that is under way. */
  stop(): Promise<void>;
}

/** What a run found: work left over, or the milliseconds until the next is due. */
export type LoopResult = { again: true } | { again: false; dueInMs: number | null };

export interface LoopOptions {
  run: () => Promise<LoopResult>;
  report: (error: unknown) => void;
  /** Milliseconds before the next try after a failed run. */
  retryMs: number;
  /** Least milliseconds from one run to the next, so that what comes in a burst is done together. Default 0. */
  restMs?: number;
}

/** Stopped while it rests. */
function ignoreAbort(error: unknown): void {
  if (!(error instanceof Error && error.name === "AbortError")) throw error;
}

const longestSleepMs = 60_000;

/** Runs `run` when woken or due, never twice at once. Sleeps otherwise: nothing is polled. */
export function createLoop(options: LoopOptions): Loop {
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> | undefined;
  let isAsked = false;
  let isStopped = false;
  const { restMs = 0 } = options;
  const stopping = new AbortController();
  // Whoever wakes it may be inside a workflow's step or a request: the work is not part of that.
  const own = new AsyncResource("Loop");

  function sleep(ms: number): void {
    clearTimeout(timer);
    timer = setTimeout(wake, Math.min(Math.max(ms, 0), longestSleepMs));
    timer.unref();
  }

  async function runAll(): Promise<void> {
    while (isAsked && !isStopped) {
      isAsked = false;
      try {
        const result = await options.run();
        if (restMs > 0) await rest(restMs, undefined, { signal: stopping.signal }).catch(ignoreAbort);
        if (result.again) isAsked = true;
        else if (result.dueInMs !== null) sleep(result.dueInMs);
      } catch (error) {
        options.report(error);
        sleep(options.retryMs);
      }
    }
  }

  function wake(): void {
    if (isStopped) return;
    isAsked = true;
    running ??= own.runInAsyncScope(runAll).finally(() => {
      running = undefined;
      if (isAsked) wake();
    });
  }

  return {
    wake,
    async stop() {
      isStopped = true;
      stopping.abort();
      clearTimeout(timer);
      await running;
    },
  };
}
