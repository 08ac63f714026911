import { setTimeout as sleep } from "node:timers/promises";

/** Lets so many pieces of work run at once; the others wait in order. */
export type Gate = <T>(work: () => Promise<T>) => Promise<T>;

export function createGate(atOnce: number): Gate {
  const waiting: (() => void)[] = [];
  let free = atOnce;
  return async (work) => {
    if (free > 0) free -= 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next === undefined) free += 1;
      else next();
    }
  };
}

const firstPauseMs = 500;
const longestPauseMs = 15_000;

/** Sleeps before the next try: half a second, doubling up to 15 s. Ends early when the signal aborts. */
export async function backoff(attempt: number, signal: AbortSignal | undefined): Promise<void> {
  const ms = Math.min(firstPauseMs * 2 ** (attempt - 1), longestPauseMs);
  await sleep(ms, undefined, signal === undefined ? {} : { signal });
}
