import type { Sql, Tx } from "@cofounder/database";
import { and, asc, eq, gte, inArray, max, sql, sum } from "drizzle-orm";
import { steps } from "../tables.ts";

export type StepRow = typeof steps.$inferSelect;

export interface StepId {
  taskId: string;
  name: string;
  round: number;
}

const exactly = (step: StepId) => and(eq(steps.taskId, step.taskId), eq(steps.name, step.name), eq(steps.round, step.round));

/** Notes that a step begins, or begins again; returns the number of this attempt. */
export async function beginStep(tx: Tx, step: StepId, now: Date): Promise<number> {
  const [row] = await tx
    .insert(steps)
    .values({ ...step, state: "running", startedAt: now })
    .onConflictDoUpdate({
      target: [steps.taskId, steps.name, steps.round],
      set: { state: "running", attempts: sql`${steps.attempts} + 1`, errorCode: null, errorMessage: null, startedAt: now, durationMs: null },
    })
    .returning({ attempts: steps.attempts });
  return row?.attempts ?? 1;
}

export interface StepEnd {
  durationMs: number;
  costMicros: number;
  inputSummary: string | null;
  outputSummary: string | null;
}

export async function completeStep(tx: Tx, step: StepId, end: StepEnd): Promise<void> {
  await tx
    .update(steps)
    .set({ ...end, state: "completed" })
    .where(exactly(step));
}

export async function failStep(tx: Tx, step: StepId, failure: { durationMs: number; errorCode: string; errorMessage: string }): Promise<void> {
  await tx
    .update(steps)
    .set({ ...failure, state: "failed" })
    .where(exactly(step));
}

export async function cancelSteps(tx: Tx, taskId: string): Promise<void> {
  await tx
    .update(steps)
    .set({ state: "cancelled" })
    .where(and(eq(steps.taskId, taskId), inArray(steps.state, ["running", "waiting"])));
}

export async function findStep(db: Sql, taskId: string, name: string): Promise<StepRow | undefined> {
  const [row] = await db
    .select()
    .from(steps)
    .where(and(eq(steps.taskId, taskId), eq(steps.name, name)))
    .orderBy(asc(steps.round))
    .limit(1);
  return row;
}

/** The step and all that began after it wait again. */
export async function resetStepsFrom(tx: Tx, taskId: string, name: string): Promise<void> {
  const first = await findStep(tx, taskId, name);
  if (first === undefined) return;
  await tx
    .update(steps)
    .set({ state: "waiting", durationMs: null, outputSummary: null, errorCode: null, errorMessage: null })
    .where(and(eq(steps.taskId, taskId), gte(steps.startedAt, first.startedAt)));
}

export async function selectSteps(db: Sql, taskId: string): Promise<StepRow[]> {
  return db.select().from(steps).where(eq(steps.taskId, taskId)).orderBy(asc(steps.startedAt), asc(steps.round)).limit(500);
}

export async function sumSteps(db: Sql, taskId: string): Promise<{ completed: number; costMicros: number; lastRound: number }> {
  const [row] = await db
    .select({
      completed: sql<number>`count(distinct ${steps.name}) filter (where ${steps.state} = 'completed')::int`,
      cost: sum(steps.costMicros),
      lastRound: max(steps.round),
    })
    .from(steps)
    .where(eq(steps.taskId, taskId));
  return { completed: row?.completed ?? 0, costMicros: Number(row?.cost ?? 0), lastRound: row?.lastRound ?? 1 };
}
