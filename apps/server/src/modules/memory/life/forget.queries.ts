import type { MemoryKind } from "@cofounder/contracts";
import type { Sql, Tx } from "@cofounder/database";
import { and, arrayOverlaps, asc, eq, inArray, lt, lte, type SQL, sql } from "drizzle-orm";
import type { MemoryRow } from "../memories/memory.ts";
import { cleanups, memories } from "../tables.ts";

export interface ForgetFilter {
  kinds?: readonly MemoryKind[] | undefined;
  tags?: readonly string[] | undefined;
  person?: string | undefined;
  origin?: string | undefined;
  toldBefore?: Date | undefined;
  maxImportance?: number | undefined;
  /** What is kept no longer than this. */
  keptUntil?: Date | undefined;
}

function matching(filter: ForgetFilter): SQL {
  const { kinds, tags, person, origin, toldBefore, maxImportance, keptUntil } = filter;
  const wanted = and(
    kinds === undefined ? undefined : inArray(memories.kind, [...kinds]),
    tags === undefined ? undefined : arrayOverlaps(memories.tags, [...tags]),
    person === undefined ? undefined : eq(memories.person, person),
    origin === undefined ? undefined : eq(memories.origin, origin),
    toldBefore === undefined ? undefined : lt(memories.toldAt, toldBefore),
    maxImportance === undefined ? undefined : lte(memories.importance, maxImportance),
    keptUntil === undefined ? undefined : lte(memories.keepUntil, keptUntil),
  );
  // A filter that names nothing forgets nothing.
  return wanted ?? sql`false`;
}

export async function countMatching(db: Sql, filter: ForgetFilter): Promise<number> {
  const [row] = await db
    .select({ count: sql<number>`count(*)::int` })
    .from(memories)
    .where(matching(filter));
  return row?.count ?? 0;
}

/** The first that match, longest not told. */
export async function selectMatching(db: Sql, filter: ForgetFilter, limit: number): Promise<MemoryRow[]> {
  return db.select().from(memories).where(matching(filter)).orderBy(asc(memories.toldAt), asc(memories.id)).limit(limit);
}

/** Ids of some that match, out of the reach of others who forget at the same time. */
export async function claimMatching(tx: Tx, filter: ForgetFilter, limit: number): Promise<string[]> {
  const rows = await tx.select({ id: memories.id }).from(memories).where(matching(filter)).limit(limit).for("update", { skipLocked: true });
  return rows.map(({ id }) => id);
}

/** What that person told no longer says so. */
export async function unsign(tx: Tx, person: string, now: Date): Promise<number> {
  const rows = await tx
    .update(memories)
    .set({ createdBy: null, version: sql`${memories.version} + 1`, updatedAt: now })
    .where(eq(memories.createdBy, person))
    .returning({ id: memories.id });
  return rows.length;
}

export async function noteCleanup(tx: Tx, now: Date): Promise<void> {
  await tx
    .insert(cleanups)
    .values({ name: "outlived", doneAt: now })
    .onConflictDoUpdate({ target: cleanups.name, set: { doneAt: now } });
}
