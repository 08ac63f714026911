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

/** So many may be inside at once; whoever is woken looks whether a place is left. */
export interface Places {
  enter(): void;
  leave(): void;
  free(): number;
  onFree(wake: () => void): void;
}

export function createPlaces(all: number): Places {
  let inside = 0;
  let tell: () => void = () => undefined;
  return {
    enter: () => void (inside += 1),
    leave() {
      inside -= 1;
      tell();
    },
    free: () => Math.max(all - inside, 0),
    onFree: (wake) => void (tell = wake),
  };
}

const firstPauseMs = 500;
const longestPauseMs = 15_000;

/** Sleeps before the next try: half a second, doubling up to 15 s. Ends early when the signal aborts. */
export async function backoff(attempt: number, signal: AbortSignal | undefined): Promise<void> {
  const ms = Math.min(firstPauseMs * 2 ** (attempt - 1), longestPauseMs);
  await sleep(ms, undefined, signal === undefined ? {} : { signal });
}

export interface Patience {
  isWorthAnotherTry(error: unknown): boolean;
  pause(attempt: number): Promise<void>;
}

/** Tries again, with pauses, for as long as that is worth it; throws what is not. */
export async function tryUntilDone<T>(work: () => Promise<T>, { isWorthAnotherTry, pause }: Patience): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (!isWorthAnotherTry(error)) throw error;
      await pause(attempt);
    }
  }
}
