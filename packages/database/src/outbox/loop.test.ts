import { AsyncLocalStorage } from "node:async_hooks";
import { describe, expect, it } from "vitest";
import { createLoop } from "./loop.ts";

const nothingMore = { again: false, dueInMs: null } as const;

describe("a loop", () => {
  it("does not work inside whoever woke it", async () => {
    const caller = new AsyncLocalStorage<string>();
    const seen: (string | undefined)[] = [];
    const loop = createLoop({
      retryMs: 1,
      report: () => undefined,
      run() {
        seen.push(caller.getStore());
        return Promise.resolve(nothingMore);
      },
    });
    caller.run("a step", loop.wake);
    await loop.stop();
    expect(seen).toEqual([undefined]);
  });

  it("does what comes while it rests in one run", async () => {
    const runs: number[] = [];
    let asked = 0;
    let second: () => void = () => undefined;
    const done = new Promise<void>((resolve) => (second = resolve));
    const loop = createLoop({
      retryMs: 1,
      restMs: 5,
      report: () => undefined,
      run() {
        runs.push(asked);
        if (runs.length === 2) second();
        return Promise.resolve(nothingMore);
      },
    });
    for (let index = 0; index < 5; index++) {
      asked += 1;
      loop.wake();
    }
    await done;
    await loop.stop();
    expect(runs).toEqual([1, 5]);
  });

  it("stops in the middle of a rest", async () => {
    let runs = 0;
    const loop = createLoop({
      retryMs: 1,
      restMs: 3_600_000,
      report: () => undefined,
      run() {
        runs += 1;
        return Promise.resolve(nothingMore);
      },
    });
    loop.wake();
    loop.wake();
    await loop.stop();
    expect(runs).toBe(1);
  });
});
