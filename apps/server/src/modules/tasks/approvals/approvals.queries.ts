import { decodeCursor, type Sql, type Tx } from "@cofounder/database";
import { and, asc, desc, eq, lt, lte } from "drizzle-orm";
import { approvals } from "../tables.ts";

export type ApprovalRecord = typeof approvals.$inferSelect;
export type NewApproval = typeof approvals.$inferInsert;

/** Everything but the frozen document, which may be large. */
const rowColumns = {
  id: approvals.id,
  kind: approvals.kind,
  taskId: approvals.taskId,
  title: approvals.title,
  status: approvals.status,
  blockingCount: approvals.blockingCount,
  costMicros: approvals.costMicros,
  createdAt: approvals.createdAt,
  expiresAt: approvals.expiresAt,
};

export async function insertApproval(tx: Tx, approval: NewApproval): Promise<void> {
  await tx.insert(approvals).values(approval).onConflictDoNothing();
}

export async function findApproval(db: Sql, id: string): Promise<ApprovalRecord | undefined> {
  const [row] = await db.select().from(approvals).where(eq(approvals.id, id));
  return row;
}

export async function lockApproval(tx: Tx, id: string): Promise<ApprovalRecord | undefined> {
  const [row] = await tx.select().from(approvals).where(eq(approvals.id, id)).for("update");
  return row;
}

export async function findOpenApprovalOfTask(db: Sql, taskId: string): Promise<ApprovalRecord | undefined> {
  const [row] = await db.select().from(approvals).where(eq(approvals.taskId, taskId)).orderBy(desc(approvals.id)).limit(1);
  return row;
}

export async function updateApproval(tx: Tx, id: string, change: Partial<NewApproval>): Promise<ApprovalRecord> {
  const [row] = await tx.update(approvals).set(change).where(eq(approvals.id, id)).returning();
  if (row === undefined) throw new Error("A locked approval is gone.");
  return row;
}

export async function settleApproval(tx: Tx, id: string): Promise<void> {
  await tx.update(approvals).set({ isSettled: true }).where(eq(approvals.id, id));
}

export async function reopenApproval(tx: Tx, id: string, expiresAt: Date): Promise<void> {
  await tx.update(approvals).set({ status: "open", expiresAt }).where(eq(approvals.id, id));
}

/** Cancels what is open of a task; returns the ids. */
export async function closeApprovals(tx: Tx, taskId: string): Promise<string[]> {
  const rows = await tx
    .update(approvals)
    .set({ status: "cancelled" })
    .where(and(eq(approvals.taskId, taskId), eq(approvals.isSettled, false), eq(approvals.status, "open")))
    .returning({ id: approvals.id });
  return rows.map((row) => row.id);
}

export interface ApprovalFilter {
  status?: string | undefined;
  task_id?: string | undefined;
  limit: number;
  cursor?: string | undefined;
}

export async function selectApprovals(db: Sql, filter: ApprovalFilter) {
  const after = filter.cursor === undefined ? undefined : String(decodeCursor(filter.cursor, 1)[0]);
  return db
    .select(rowColumns)
    .from(approvals)
    .where(
      and(
        filter.status === undefined ? undefined : eq(approvals.status, filter.status),
        filter.task_id === undefined ? undefined : eq(approvals.taskId, filter.task_id),
        after === undefined ? undefined : lt(approvals.id, after),
      ),
    )
    .orderBy(desc(approvals.id))
    .limit(filter.limit + 1);
}

export async function selectExpired(db: Sql, now: Date): Promise<{ id: string; taskId: string }[]> {
  return db
    .select({ id: approvals.id, taskId: approvals.taskId })
    .from(approvals)
    .where(and(eq(approvals.status, "open"), lte(approvals.expiresAt, now)))
    .orderBy(asc(approvals.expiresAt))
    .limit(100);
}

export async function nextExpiry(db: Sql): Promise<Date | null> {
  const [row] = await db
    .select({ at: approvals.expiresAt })
    .from(approvals)
    .where(eq(approvals.status, "open"))
    .orderBy(asc(approvals.expiresAt))
    .limit(1);
  return row?.at ?? null;
}
