import { and, eq, lt, ne, sql } from "drizzle-orm";
import { heartbeats } from "./tables.ts";
import type { Sql, Tx } from "./types.ts";

/** Says that a replica is alive, by the database's clock. */
export async function beat(tx: Tx, replica: string): Promise<void> {
  const now = sql`now()`;
  await tx
    .insert(heartbeats)
    .values({ replica })
    .onConflictDoUpdate({ target: heartbeats.replica, set: { beatAt: now } });
}

/** Says that a replica has stopped in good order: its tasks are free at once. */
export async function lastBeat(tx: Tx, replica: string): Promise<void> {
  await tx
    .update(heartbeats)
    .set({ beatAt: sql`to_timestamp(0)` })
    .where(eq(heartbeats.replica, replica));
}

/**
 * Claims the replicas that have not said anything for `silentMs`. Each is claimed by one caller, who takes over its tasks
 * and then calls `bury`; a caller that dies before leaves it to be claimed again after the same silence.
 */
export async function claimSilent(tx: Tx, self: string, silentMs: number): Promise<string[]> {
  const isSilent = lt(heartbeats.beatAt, sql`now() - make_interval(secs => ${silentMs / 1000})`);
  const rows = await tx
    .update(heartbeats)
    .set({ beatAt: sql`now()` })
    .where(and(isSilent, ne(heartbeats.replica, self)))
    .returning({ replica: heartbeats.replica });
  return rows.map((row) => row.replica);
}

export async function bury(tx: Tx, replica: string): Promise<void> {
  await tx.delete(heartbeats).where(eq(heartbeats.replica, replica));
}

export async function countReplicas(db: Sql): Promise<number> {
  return db.$count(heartbeats);
}
