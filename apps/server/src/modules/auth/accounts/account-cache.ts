import { type Clock, isUuid } from "@cofounder/kernel";
import type { Account } from "./account.ts";

/** Trusted this long at the most, should a notification have been lost. */
const trustedMs = 30_000;
const mostAccounts = 1000;

export interface AccountCache {
  /** Undefined for an id that is nobody's. */
  find(id: string): Promise<Account | undefined>;
  /** Forgets everything: some account has changed. */
  clear(): void;
}

/** The accounts of those who are at work, so that a request need not ask the database who is asking. */
export function createAccountCache(deps: { clock: Clock; findAccount: (id: string) => Promise<Account | undefined> }): AccountCache {
  const known = new Map<string, { account: Account; readAt: number }>();
  let generation = 0;

  async function read(id: string, now: number): Promise<Account | undefined> {
    const begunIn = generation;
    const account = await deps.findAccount(id);
    if (account === undefined || generation !== begunIn) return account;
    if (known.size >= mostAccounts) known.clear();
    known.set(id, { account, readAt: now });
    return account;
  }

  return {
    async find(id) {
      if (!isUuid(id)) return undefined;
      const now = deps.clock.now().getTime();
      const entry = known.get(id);
      return entry !== undefined && now - entry.readAt < trustedMs ? entry.account : read(id, now);
    },
    clear() {
      generation += 1;
      known.clear();
    },
  };
}
