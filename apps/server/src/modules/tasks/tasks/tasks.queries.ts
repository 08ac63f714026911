import { announcementPart, type announcementValues, prepared, type Sql, type Tx, type Writer } from "@cofounder/database";
import { and, asc, desc, eq, inArray, sql, type SQL, sum } from "drizzle-orm";
import { counts, tasks } from "../tables.ts";
import { bucketOf, shardOf } from "./task.ts";

export type TaskRow = typeof tasks.$inferSelect;

export interface NewTask {
  id: string;
  kind: string;
  name: string;
  topic: string;
  agentId: string;
  input: Record<string, unknown>;
  primaryKeyword: string | null;
  targetAudience: string | null;
  category: string;
  metadata: Record<string, unknown>;
  createdBy: string;
}

const insertWithEvent = prepared((db: Writer) => {
  const row = {
    id: sql.placeholder("id"),
    kind: sql.placeholder("kind"),
    name: sql.placeholder("name"),
    topic: sql.placeholder("topic"),
    agentId: sql.placeholder("agentId"),
    state: "queued",
    input: sql.placeholder("input"),
    primaryKeyword: sql.placeholder("primaryKeyword"),
    targetAudience: sql.placeholder("targetAudience"),
    category: sql.placeholder("category"),
    metadata: sql.placeholder("metadata"),
    createdBy: sql.placeholder("createdBy"),
  };
  const written = db.$with("written").as(db.insert(tasks).values(row).returning({ createdAt: tasks.createdAt }));
  const counted = db.$with("counted").as(
    db
      .insert(counts)
      .values({ bucket: "queued", category: sql.placeholder("category"), shard: sql.placeholder("shard"), count: 1 })
      .onConflictDoUpdate({ target: [counts.bucket, counts.category, counts.shard], set: { count: sql`${counts.count} + 1` } })
      .returning({ shard: counts.shard }),
  );
  return db
    .with(written, counted, announcementPart(db))
    .select({ createdAt: sql<Date | string>`${written.createdAt}` })
    .from(written)
    .prepare("task_insert");
});

/** One statement: the row, its counter and its event. Returns the time of creation. */
export async function insertTask(db: Writer, task: NewTask, announced: ReturnType<typeof announcementValues>): Promise<Date> {
  const [written] = await insertWithEvent(db).execute({ ...task, shard: shardOf(task.id), ...announced });
  return new Date(written?.createdAt ?? Number.NaN);
}

const taskById = prepared((db) =>
  db
    .select()
    .from(tasks)
    .where(and(eq(tasks.id, sql.placeholder("id")), eq(tasks.isDeleted, false)))
    .prepare("task_by_id"),
);

export async function findTask(db: Sql, id: string): Promise<TaskRow | undefined> {
  const [row] = await taskById(db).execute({ id });
  return row;
}

/** The row, locked until the transaction ends. */
export async function lockTask(tx: Tx, id: string): Promise<TaskRow | undefined> {
  const [row] = await tx
    .select()
    .from(tasks)
    .where(and(eq(tasks.id, id), eq(tasks.isDeleted, false)))
    .for("update");
  return row;
}

export type TaskChange = Partial<Omit<TaskRow, "id" | "kind" | "createdAt" | "createdBy" | "category">>;

/** Writes a change and moves the task's counter when its state or outcome changed. */
export async function updateTask(tx: Tx, before: TaskRow, change: TaskChange): Promise<TaskRow> {
  const [after] = await tx.update(tasks).set(change).where(eq(tasks.id, before.id)).returning();
  if (after === undefined) throw new Error("A locked task is gone.");
  const [from, to] = [counterOf(before), counterOf(after)];
  if (from !== to) {
    if (from !== null) await bump(tx, { bucket: from, category: before.category, shard: shardOf(before.id) }, -1);
    if (to !== null) await bump(tx, { bucket: to, category: after.category, shard: shardOf(after.id) }, 1);
  }
  return after;
}

function counterOf(row: TaskRow): string | null {
  return row.isDeleted ? null : bucketOf(row.state, row.outcome);
}

async function bump(tx: Tx, key: { bucket: string; category: string; shard: string }, by: number): Promise<void> {
  await tx
    .insert(counts)
    .values({ ...key, count: by })
    .onConflictDoUpdate({ target: [counts.bucket, counts.category, counts.shard], set: { count: sql`${counts.count} + ${by}` } });
}

export interface TaskFilter {
  kind?: string;
  state?: string;
  outcome?: string;
  category?: string;
}

function matching(filter: TaskFilter): SQL | undefined {
  return and(
    eq(tasks.isDeleted, false),
    filter.kind === undefined ? undefined : eq(tasks.kind, filter.kind),
    filter.state === undefined ? undefined : eq(tasks.state, filter.state),
    filter.outcome === undefined ? undefined : eq(tasks.outcome, filter.outcome),
    filter.category === undefined ? undefined : eq(tasks.category, filter.category),
  );
}

const firstTasks = prepared((db) =>
  db
    .select()
    .from(tasks)
    .where(eq(tasks.isDeleted, false))
    .orderBy(desc(tasks.id))
    .limit(sql.placeholder("limit"))
    .offset(sql.placeholder("offset"))
    .prepare("tasks_newest"),
);

export async function selectTasks(db: Sql, filter: TaskFilter, window: { limit: number; offset: number }): Promise<TaskRow[]> {
  if (Object.values(filter).every((value) => value === undefined)) return firstTasks(db).execute(window);
  return db.select().from(tasks).where(matching(filter)).orderBy(desc(tasks.id)).limit(window.limit).offset(window.offset);
}

/** The number of tasks, from the counters. */
export async function countTasks(db: Sql, filter: Omit<TaskFilter, "kind">): Promise<number> {
  const bucket =
    filter.state === undefined
      ? undefined
      : filter.outcome === undefined
        ? sql`split_part(${counts.bucket}, ':', 1) = ${filter.state}`
        : eq(counts.bucket, bucketOf(filter.state, filter.outcome));
  const [row] = await db
    .select({ total: sum(counts.count) })
    .from(counts)
    .where(and(bucket, filter.category === undefined ? undefined : eq(counts.category, filter.category)));
  return Number(row?.total ?? 0);
}

export async function countByBucket(db: Sql): Promise<Map<string, number>> {
  const rows = await db
    .select({ bucket: counts.bucket, total: sum(counts.count) })
    .from(counts)
    .groupBy(counts.bucket);
  return new Map(rows.map((row) => [row.bucket, Number(row.total ?? 0)]));
}

/** Mean seconds from start to end of the last thousand ended tasks, null when none has ended; and what all of those cost. */
export async function recentDurations(db: Sql): Promise<{ meanSeconds: number | null; costMicros: number }> {
  const recent = db
    .select({ seconds: sql<number>`extract(epoch from ${tasks.completedAt} - ${tasks.startedAt})`.as("seconds"), cost: tasks.costMicros })
    .from(tasks)
    .where(and(eq(tasks.isDeleted, false), inArray(tasks.state, ["completed", "failed"])))
    .orderBy(desc(tasks.id))
    .limit(1000)
    .as("recent");
  const [row] = await db.select({ mean: sql<string | null>`avg(${recent.seconds})`, cost: sql<string | null>`sum(${recent.cost})` }).from(recent);
  return { meanSeconds: row?.mean === null || row?.mean === undefined ? null : Number(row.mean), costMicros: Number(row?.cost ?? 0) };
}

const tasksToStart = prepared((db) =>
  db
    .select({ id: tasks.id, kind: tasks.kind, input: tasks.input })
    .from(tasks)
    .where(and(eq(tasks.state, "queued"), eq(tasks.isDeleted, false), eq(tasks.run, 1)))
    .orderBy(asc(tasks.id))
    .limit(sql.placeholder("limit"))
    .prepare("tasks_to_start"),
);

/** Tasks whose workflow has never begun, the oldest first. A retried task has begun before. */
export async function selectToStart(db: Sql, limit: number): Promise<Pick<TaskRow, "id" | "kind" | "input">[]> {
  return tasksToStart(db).execute({ limit });
}

/** Of the given tasks, those that must not go on: cancelled, paused or deleted. */
export async function selectHeld(db: Sql, ids: string[]): Promise<{ id: string; state: string }[]> {
  if (ids.length === 0) return [];
  return db
    .select({ id: tasks.id, state: tasks.state })
    .from(tasks)
    .where(and(inArray(tasks.id, ids), inArray(tasks.state, ["cancelled", "paused"])));
}
