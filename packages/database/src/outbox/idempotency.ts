import type { Clock } from "@cofounder/kernel";
import { and, eq, isNull, lt, sql } from "drizzle-orm";
import { idempotencyKeys as keys } from "../tables.ts";
import type { Sql, Transaction } from "../types.ts";

export interface KeptAnswer {
  status: number;
  /** The body as it was sent. */
  text: string;
}

/** What is known of a key when somebody begins with it. */
export type Begun =
  /** Nobody has done it; `since` tells this use of the key from one of an earlier day. */
  { kind: "new"; since: Date } | { kind: "done"; answer: KeptAnswer } | { kind: "other_body" } | { kind: "running"; retryAfterSeconds: number };

/** Where answers are kept for requests that may be repeated. */
export interface IdempotencyStore {
  /** Takes the key for at most `lockMs`, unless it was used before. */
  begin(key: string, request: { bodyHash: string; lockMs: number }): Promise<Begun>;
  finish(key: string, answer: KeptAnswer): Promise<void>;
  /** Gives the key back: nothing was done under it. */
  release(key: string): Promise<void>;
  /** Forgets what is older than a day. */
  prune(): Promise<void>;
}

/** Answers are kept for a day. */
const keptMs = 86_400_000;

export interface IdempotencyStoreDeps {
  sql: Sql;
  transaction: Transaction;
  clock: Clock;
}

/** Keeps answers in the database, shared by all replicas. */
export function createIdempotencyStore(deps: IdempotencyStoreDeps): IdempotencyStore {
  const dayAgo = (): Date => new Date(deps.clock.now().getTime() - keptMs);

  /** Takes a key that is new, a day old, or left locked by a server that died; undefined when it is somebody else's. */
  async function take(key: string, bodyHash: string, lockMs: number): Promise<Date | undefined> {
    const now = deps.clock.now();
    const isOld = lt(keys.createdAt, dayAgo());
    const isLeft = and(isNull(keys.status), lt(keys.lockedUntil, now), eq(keys.bodyHash, bodyHash));
    const fresh = { bodyHash, lockedUntil: new Date(now.getTime() + lockMs), status: null, answer: null };
    return deps.transaction(async (tx) => {
      const [taken] = await tx
        .insert(keys)
        .values({ key, ...fresh, createdAt: now })
        .onConflictDoUpdate({
          target: keys.key,
          set: { ...fresh, createdAt: sql`case when ${isOld} then excluded.created_at else ${keys.createdAt} end` },
          setWhere: sql`${isOld} or ${isLeft}`,
        })
        .returning({ createdAt: keys.createdAt });
      return taken?.createdAt;
    });
  }

  async function known(key: string, bodyHash: string): Promise<Begun> {
    const [row] = await deps.sql.select().from(keys).where(eq(keys.key, key));
    if (row === undefined) return { kind: "running", retryAfterSeconds: 1 };
    if (row.bodyHash !== bodyHash) return { kind: "other_body" };
    if (row.status !== null) return { kind: "done", answer: { status: row.status, text: row.answer ?? "" } };
    const waitMs = row.lockedUntil.getTime() - deps.clock.now().getTime();
    return { kind: "running", retryAfterSeconds: Math.max(1, Math.ceil(waitMs / 1000)) };
  }

  return {
    async begin(key, { bodyHash, lockMs }) {
      const since = await take(key, bodyHash, lockMs);
      return since === undefined ? known(key, bodyHash) : { kind: "new", since };
    },
    finish: (key, { status, text }) =>
      deps.transaction(async (tx) => void (await tx.update(keys).set({ status, answer: text }).where(eq(keys.key, key)))),
    release: (key) => deps.transaction(async (tx) => void (await tx.delete(keys).where(and(eq(keys.key, key), isNull(keys.status))))),
    prune: () => deps.transaction(async (tx) => void (await tx.delete(keys).where(lt(keys.createdAt, dayAgo())))),
  };
}
