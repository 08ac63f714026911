import { uuidv7 } from "@cofounder/kernel";
import { testClock } from "@cofounder/testing";
import { describe, expect, it } from "vitest";
import type { Account } from "./account.ts";
import { createAccountCache } from "./account-cache.ts";

const accountOf = (id: string): Account => ({
  id,
  email: "ada@example.org",
  username: "ada",
  role: "editor",
  isActive: true,
  createdAt: new Date(0),
});

function cacheOver(findAccount: (id: string) => Promise<Account | undefined>) {
  const clock = testClock();
  const state = { readings: 0 };
  const cache = createAccountCache({
    clock,
    findAccount(id) {
      state.readings += 1;
      return findAccount(id);
    },
  });
  return { cache, clock, state };
}

describe("the accounts in memory", () => {
  const id = uuidv7();

  it("are read once, until something changes or half a minute has passed", async () => {
    const { cache, clock, state } = cacheOver(async () => accountOf(id));
    expect([await cache.find(id), await cache.find(id)]).toEqual([accountOf(id), accountOf(id)]);
    clock.advance(29_999);
    await cache.find(id);
    expect(state.readings).toBe(1);
    clock.advance(1);
    await cache.find(id);
    expect(state.readings).toBe(2);
    cache.clear();
    await cache.find(id);
    expect(state.readings).toBe(3);
  });

  it("never keep what was being read while something changed", async () => {
    let answer: (account: Account) => void = () => undefined;
    const { cache, state } = cacheOver(() => new Promise((resolve) => (answer = resolve)));
    const reading = cache.find(id);
    cache.clear();
    answer(accountOf(id));
    expect(await reading).toEqual(accountOf(id));
    const again = cache.find(id);
    answer({ ...accountOf(id), role: "viewer" });
    expect(await again).toMatchObject({ role: "viewer" });
    expect(state.readings).toBe(2);
  });

  it("do not hold people who are not there, and ask nobody about what is no id", async () => {
    const { cache, state } = cacheOver(async () => undefined);
    expect([await cache.find(id), await cache.find(id), await cache.find("system")]).toEqual([undefined, undefined, undefined]);
    expect(state.readings).toBe(2);
  });

  it("stay few, however many people come by", async () => {
    const { cache, state } = cacheOver(async (one) => accountOf(one));
    await cache.find(id);
    for (let person = 0; person < 1000; person++) await cache.find(uuidv7());
    await cache.find(id);
    expect(state.readings).toBe(1002);
  });
});
