import { type MemoryKind, mostMemoryTags } from "@cofounder/contracts";
import { isDuplicate, prepared, type Sql, type Tx } from "@cofounder/database";
import { AppError } from "@cofounder/kernel";
import { and, arrayContains, desc, eq, gte, isNull, lte, or, gt, type SQL, sql } from "drizzle-orm";
import { memories } from "../tables.ts";
import type { MemoryRow } from "./memory.ts";

/** Writers that compare memories with each other take turns: of two that contradict, the second sees the first. */
const comparingLock = 7_215_440;

export async function lockComparing(tx: Tx): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(${comparingLock})`);
}

/** Told again, a memory keeps its text; its tags are united, the higher worth counts, and its span begins anew. */
const toldAgain = {
  tags: sql`array(select distinct t from unnest(${memories.tags} || excluded.tags) t order by t limit ${mostMemoryTags})`,
  importance: sql`greatest(${memories.importance}, excluded.importance)`,
  confidence: sql`greatest(${memories.confidence}, excluded.confidence)`,
  origin: sql`coalesce(${memories.origin}, excluded.origin)`,
  keepUntil: sql`case when ${memories.keepUntil} is null or excluded.keep_until is null then null else greatest(${memories.keepUntil}, excluded.keep_until) end`,
  timesTold: sql`${memories.timesTold} + excluded.times_told`,
  toldAt: sql`excluded.told_at`,
  version: sql`${memories.version} + 1`,
  updatedAt: sql`excluded.updated_at`,
};

/** Building a longer statement would hold up the event loop. */
const rowsPerInsert = 50;

export interface Told {
  row: MemoryRow;
  isNew: boolean;
}

const takenId = new AppError("conflict", "A memory with this id exists already and says something else.");

/** Keeps what is new and merges what is known. Each text comes once; the answers are in the order of the database. */
export async function insertOrMerge(tx: Tx, rows: readonly MemoryRow[]): Promise<Told[]> {
  const told: Told[] = [];
  for (let first = 0; first < rows.length; first += rowsPerInsert) {
    const batch = rows.slice(first, first + rowsPerInsert);
    try {
      const written = await tx
        .insert(memories)
        .values(batch)
        .onConflictDoUpdate({ target: memories.sameness, targetWhere: sql`valid_to is null`, set: toldAgain })
        .returning();
      const given = new Map(batch.map((row) => [row.id, row]));
      told.push(...written.map((row) => ({ row, isNew: given.has(row.id) && row.version === 1 })));
    } catch (error) {
      if (isDuplicate(error, "memories_pkey")) throw takenId;
      throw error;
    }
  }
  return told;
}

/** Ends the open facts that give the same things another value since an earlier day. */
export async function closeContradicted(tx: Tx, newer: readonly MemoryRow[], now: Date): Promise<MemoryRow[]> {
  const facts = newer.filter(({ subject, validTo }) => subject !== null && validTo === null);
  if (facts.length === 0) return [];
  const given = facts.map(({ subject, value, validFrom }) => ({ subject, value, valid_from: validFrom.toISOString() }));
  const { rows } = await tx.execute<{ id: string }>(sql`
    update memory.memories m set valid_to = g.valid_from, version = m.version + 1, updated_at = ${now.toISOString()}
    from (select distinct on (subject) * from jsonb_to_recordset(${JSON.stringify(given)}::jsonb)
        as g (subject text, value text, valid_from timestamptz) order by subject, valid_from desc) g
    where m.subject = g.subject and m.valid_to is null and m.value <> g.value and m.valid_from < g.valid_from
    returning m.id`);
  return rows.length === 0
    ? []
    : selectByIds(
        tx,
        rows.map(({ id }) => id),
      );
}

const byIds = (ids: readonly string[]): SQL => sql`${memories.id} = any(${sql.param([...ids])}::uuid[])`;

export async function selectByIds(db: Sql, ids: readonly string[]): Promise<MemoryRow[]> {
  return ids.length === 0 ? [] : db.select().from(memories).where(byIds(ids));
}

const memoryById = prepared((db) =>
  db
    .select()
    .from(memories)
    .where(eq(memories.id, sql.placeholder("id")))
    .prepare("memory_by_id"),
);

export async function selectMemory(db: Sql, id: string): Promise<MemoryRow | undefined> {
  return (await memoryById(db).execute({ id }))[0];
}

export async function lockMemory(tx: Tx, id: string): Promise<MemoryRow | undefined> {
  return (await tx.select().from(memories).where(eq(memories.id, id)).for("update"))[0];
}

/** Stores a changed memory as its next version. */
export async function updateRow(tx: Tx, { id, ...changed }: MemoryRow): Promise<MemoryRow> {
  try {
    const [row] = await tx.update(memories).set(changed).where(eq(memories.id, id)).returning();
    if (row === undefined) throw new AppError("not_found", "There is no such memory.");
    return row;
  } catch (error) {
    if (isDuplicate(error, "memories_same")) throw new AppError("conflict", "Another memory says the same already.");
    throw error;
  }
}

export async function deleteRows(tx: Tx, ids: readonly string[]): Promise<MemoryRow[]> {
  return ids.length === 0 ? [] : tx.delete(memories).where(byIds(ids)).returning();
}

export interface ListFilter {
  kind?: MemoryKind | undefined;
  tag?: string | undefined;
  person?: string | undefined;
  /** Only what holds at that moment. */
  at?: Date | undefined;
  minImportance?: number | undefined;
}

export interface Place {
  createdAt: string;
  id: string;
}

export const holdsAt = (at: Date) => and(lte(memories.validFrom, at), or(isNull(memories.validTo), gt(memories.validTo, at)));

function matching({ kind, tag, person, at, minImportance }: ListFilter): (SQL | undefined)[] {
  return [
    kind === undefined ? undefined : eq(memories.kind, kind),
    tag === undefined ? undefined : arrayContains(memories.tags, [tag]),
    person === undefined ? undefined : eq(memories.person, person),
    at === undefined ? undefined : holdsAt(at),
    minImportance === undefined ? undefined : gte(memories.importance, minImportance),
  ];
}

/** Newest first. */
export async function selectPage(db: Sql, filter: ListFilter, { limit, behind }: { limit: number; behind?: Place }): Promise<MemoryRow[]> {
  const place =
    behind === undefined ? undefined : sql`(${memories.createdAt}, ${memories.id}) < (${behind.createdAt}::timestamptz, ${behind.id}::uuid)`;
  return db
    .select()
    .from(memories)
    .where(and(...matching(filter), place))
    .orderBy(desc(memories.createdAt), desc(memories.id))
    .limit(limit);
}
