import { AppError } from "@cofounder/kernel";
import { describe, expect, it } from "vitest";
import { withDeadline } from "./deadline.ts";

const never = (): void => undefined;
const quiet = { onGone: never, reportLate: () => undefined };

describe("work with a deadline", () => {
  it("returns what it returns, and throws what it throws", async () => {
    await expect(withDeadline(async () => 1, { ...quiet, timeoutMs: 1000 })).resolves.toBe(1);
    await expect(withDeadline(() => Promise.reject(new Error("no")), { ...quiet, timeoutMs: 1000 })).rejects.toThrow("no");
  });

  it("is given up when its time is over: the caller gets `timeout`, the work its signal", async () => {
    let seen: AbortSignal | undefined;
    const work = (signal: AbortSignal): Promise<never> => {
      seen = signal;
      return new Promise(() => undefined);
    };
    await expect(withDeadline(work, { ...quiet, timeoutMs: 5 })).rejects.toMatchObject({ code: "timeout" });
    expect(seen?.aborted).toBe(true);
    expect(seen?.reason).toBeInstanceOf(AppError);
  });

  it("that fails after it was given up is reported, not lost", async () => {
    const late = new Promise<unknown>((resolve) => {
      const work = (signal: AbortSignal): Promise<never> =>
        new Promise((_, reject) => signal.addEventListener("abort", () => setImmediate(() => reject(new Error("late")))));
      void withDeadline(work, { timeoutMs: 5, onGone: never, reportLate: resolve }).catch(() => undefined);
    });
    await expect(late).resolves.toMatchObject({ message: "late" });
  });

  it("hears when the caller is gone", async () => {
    let hangUp: () => void = () => undefined;
    const work = (signal: AbortSignal): Promise<never> =>
      new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason as Error)));
    const running = withDeadline(work, { ...quiet, timeoutMs: 1000, onGone: (listener) => (hangUp = listener) });
    hangUp();
    await expect(running).rejects.toMatchObject({ code: "unavailable" });
  });
});
