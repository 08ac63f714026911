import type { Clock } from "@cofounder/kernel";

export interface TestClock extends Clock {
  /** Moves time on by so many milliseconds. */
  advance(ms: number): void;
  set(to: Date): void;
}

/** A clock that stands still until it is moved. */
export function testClock(start = "2026-03-01T09:00:00.000Z"): TestClock {
  let time = new Date(start).getTime();
  return {
    now: () => new Date(time),
    advance: (ms) => void (time += ms),
    set: (to) => void (time = to.getTime()),
  };
}
