import { floorTables, type Sql, type Transaction } from "@cofounder/database";
import type { Clock } from "@cofounder/kernel";
import { and, eq, isNull, lt, sql } from "drizzle-orm";
import type { Begun, IdempotencyStore } from "./idempotency.ts";

const { idempotencyKeys: keys } = floorTables;

/** Answers are kept for a day. */
const keptMs = 86_400_000;

export interface IdempotencyStoreDeps {
  sql: Sql;
  transaction: Transaction;
  clock: Clock;
}

/** Keeps answers in the database, shared by all replicas. */
export function createIdempotencyStore(deps: IdempotencyStoreDeps): IdempotencyStore & { prune(): Promise<void> } {
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
    /** Forgets what is older than a day. */
    prune: () => deps.transaction(async (tx) => void (await tx.delete(keys).where(lt(keys.createdAt, dayAgo())))),
  };
}
