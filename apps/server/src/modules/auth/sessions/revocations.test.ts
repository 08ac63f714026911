import { testClock } from "@cofounder/testing";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createRevocations, type Revocations } from "./revocations.ts";

const minute = 60_000;

function revocationsOver() {
  const clock = testClock();
  const state = { stored: [] as string[], since: [] as Date[], failures: 0, reported: [] as unknown[], told: [] as boolean[] };
  const revocations: Revocations = createRevocations({
    clock,
    accessTokenMs: 15 * minute,
    async listRevoked(since) {
      state.since.push(since);
      if (state.failures-- > 0) throw new Error("the database is gone");
      return state.stored.map((id) => ({ id, revokedAt: clock.now() }));
    },
    report: (error) => state.reported.push(error),
    onRead: () => state.told.push(revocations.has("one")),
  });
  return { revocations, clock, state };
}

describe("the revoked sessions in memory", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it("are those of twice a token's life, and a session revoked here is among them at once", async () => {
    const { revocations, clock, state } = revocationsOver();
    state.stored = ["one"];
    await revocations.load();
    expect(state.since).toEqual([new Date(clock.now().getTime() - 30 * minute)]);
    revocations.add("two");
    expect(["one", "two", "three"].map((id) => revocations.has(id))).toEqual([true, true, false]);
  });

  it("stay revoked when a reading that began before does not know them yet", async () => {
    const { revocations } = revocationsOver();
    revocations.add("one");
    await revocations.load();
    expect(revocations.has("one")).toBe(true);
  });

  it("are forgotten when no access token of theirs can be valid", async () => {
    const { revocations, clock } = revocationsOver();
    revocations.add("one");
    clock.advance(30 * minute + 1);
    await revocations.load();
    expect(revocations.has("one")).toBe(false);
  });

  it("are read once more for all that was heard during a reading", async () => {
    const { revocations, state } = revocationsOver();
    for (let heard = 0; heard < 5; heard++) revocations.reload();
    await vi.advanceTimersByTimeAsync(0);
    expect(state.since).toHaveLength(2);
  });

  it("are read again after a second when the database did not answer, and it is reported", async () => {
    const { revocations, state } = revocationsOver();
    state.stored = ["one"];
    state.failures = 2;
    revocations.reload();
    await vi.advanceTimersByTimeAsync(1999);
    expect([state.since.length, revocations.has("one")]).toEqual([2, false]);
    await vi.advanceTimersByTimeAsync(1);
    expect([state.since.length, revocations.has("one"), state.reported.length]).toEqual([3, true, 2]);
    expect(state.told).toEqual([true]);
  });

  it("are not read again after the end", async () => {
    const { revocations, state } = revocationsOver();
    state.failures = 1;
    revocations.reload();
    await vi.advanceTimersByTimeAsync(0);
    revocations.stop();
    revocations.reload();
    await vi.advanceTimersByTimeAsync(5000);
    expect(state.since).toHaveLength(1);
  });
});
