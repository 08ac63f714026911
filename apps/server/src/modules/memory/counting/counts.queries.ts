import type { MemoryKind } from "@cofounder/contracts";
import type { Sql, Tx } from "@cofounder/database";
import { sql } from "drizzle-orm";
import { cleanups, memoryCounts } from "../tables.ts";
import type { CountMove } from "./count-moves.ts";

export interface KindCount {
  agent: string;
  kind: MemoryKind;
  memories: number;
  bytes: number;
  lastWriteAt: Date;
}

/** Brings the counters up to date. The last thing a write does, since it makes other writes wait. */
export async function applyCountMoves(tx: Tx, moves: readonly CountMove[], now: Date): Promise<void> {
  if (moves.length === 0) return;
  await tx
    .insert(memoryCounts)
    .values(moves.map((move) => ({ ...move, lastWriteAt: now })))
    .onConflictDoUpdate({
      target: [memoryCounts.agent, memoryCounts.kind],
      set: {
        memories: sql`${memoryCounts.memories} + excluded.memories`,
        bytes: sql`${memoryCounts.bytes} + excluded.bytes`,
        lastWriteAt: sql`greatest(${memoryCounts.lastWriteAt}, excluded.last_write_at)`,
      },
    });
}

export interface Counted {
  counts: KindCount[];
  lastCleanup: Date | null;
}

/** The counters and the last clearing away; there are at most as many rows as agents times kinds. */
export async function selectCounts(db: Sql): Promise<Counted> {
  const [counts, [cleanup]] = await Promise.all([db.select().from(memoryCounts), db.select().from(cleanups)]);
  return { counts, lastCleanup: cleanup?.doneAt ?? null };
}
