import { expect, test } from "vitest";
import { createSpaceGuard } from "./space-guard.ts";

const megabyte = 1024 * 1024;

test("writing stops below 16 MB of free space and comes back above 32 MB, looked at five times a second", async () => {
  const ran: string[] = [];
  const changes: boolean[] = [];
  let free = 100 * megabyte;
  let now = 0;
  const guard = createSpaceGuard({ freeBytes: () => free, nowMs: () => now, onChange: (isLow) => changes.push(isLow) });
  const turn = async (freeMegabytes: number, laterMs: number): Promise<boolean> => {
    free = freeMegabytes * megabyte;
    now += laterMs;
    await guard.beforeTurn(async (sql) => {
      ran.push(sql);
      return [];
    });
    return guard.isLow();
  };
  expect([await turn(100, 0), await turn(10, 100), await turn(10, 100), await turn(20, 200), await turn(33, 200)]).toEqual([
    false,
    false,
    true,
    true,
    false,
  ]);
  expect(ran).toEqual(["SET default_transaction_read_only = on", "SET default_transaction_read_only = off"]);
  expect(changes).toEqual([true, false]);
});

test("a switch that fails is tried again at the next look", async () => {
  let now = 0;
  const guard = createSpaceGuard({ freeBytes: () => 0, nowMs: () => (now += 1000), onChange: () => undefined });
  await expect(guard.beforeTurn(() => Promise.reject(new Error("no")))).rejects.toThrow("no");
  expect(guard.isLow()).toBe(false);
  await guard.beforeTurn(async () => []);
  expect(guard.isLow()).toBe(true);
});
