import type { TaskState } from "@cofounder/contracts";
import { announce, type Tx } from "@cofounder/database";
import { AppError, type Ctx, type Decision, type StepNote } from "@cofounder/kernel";
import { closeApprovals, findApproval, settleApproval } from "../approvals/approvals.queries.ts";
import type { TasksDeps } from "../deps.ts";
import { assertMove, percentOf } from "../tasks/task.ts";
import { lockTask, selectHeld, selectToStart, type TaskRow, updateTask } from "../tasks/tasks.queries.ts";
import { beginStep, cancelSteps, completeStep, failStep, type StepId, sumSteps } from "./steps.queries.ts";

/** What the workflow engine writes down about tasks: each write is harmless when repeated. */
type Writes = Pick<TasksDeps, "transaction" | "clock">;

const systemCtx = (row: Pick<TaskRow, "id" | "agentId" | "createdBy">): Ctx => ({
  actor: { kind: "agent", id: row.agentId, onBehalfOf: row.createdBy },
  permissions: new Set(),
  requestId: `task-${row.id}`,
  taskId: row.id,
});

async function lock(tx: Tx, taskId: string): Promise<TaskRow> {
  const row = await lockTask(tx, taskId);
  if (row === undefined) throw new AppError("not_found", "This task is gone.");
  return row;
}

/** A step is granted while its task may run; the row tells in whose name. */
export interface StepGrant {
  attempt: number;
  run: number;
  agentId: string;
  createdBy: string;
}

/** Grants a step, unless the task is held (`null`): paused, cancelled or ended. The first one starts the task. */
export async function grantStep(deps: Writes, _ctx: Ctx, step: StepId): Promise<StepGrant | null> {
  return deps.transaction(async (tx) => {
    const row = await lock(tx, step.taskId);
    if (row.state !== "queued" && row.state !== "running" && row.state !== "awaiting_approval") return null;
    const now = deps.clock.now();
    const attempt = await beginStep(tx, step, now);
    const ctx = systemCtx(row);
    if (row.state === "queued") {
      await updateTask(tx, row, { state: "running", startedAt: row.startedAt ?? now, step: step.name, updatedAt: now });
      await announce(tx, ctx, { type: "task.started", subjectId: row.id, data: {} });
    } else {
      await updateTask(tx, row, { step: step.name, updatedAt: now });
    }
    await announce(tx, ctx, { type: "task.step_started", subjectId: row.id, data: { step: step.name, round: step.round, attempt } });
    return { attempt, run: row.run, agentId: row.agentId, createdBy: row.createdBy };
  });
}

export interface StepReport {
  attempt: number;
  durationMs: number;
  note: StepNote;
  /** Names of all steps of the workflow, for the percentage. */
  allSteps: number;
}

export async function endStep(deps: Writes, _ctx: Ctx, input: { step: StepId; report: StepReport }): Promise<void> {
  const { step, report } = input;
  const costMicros = report.note.costMicros ?? 0;
  await deps.transaction(async (tx) => {
    const row = await lock(tx, step.taskId);
    const end = {
      durationMs: Math.round(report.durationMs),
      costMicros,
      inputSummary: report.note.input ?? null,
      outputSummary: report.note.output ?? null,
    };
    await completeStep(tx, step, end);
    const sums = await sumSteps(tx, step.taskId);
    const percent = percentOf(sums.completed, report.allSteps);
    await updateTask(tx, row, { percent, costMicros: sums.costMicros, updatedAt: deps.clock.now() });
    await announce(tx, systemCtx(row), {
      type: "task.step_completed",
      subjectId: row.id,
      data: {
        step: step.name,
        round: step.round,
        attempt: report.attempt,
        percent,
        duration_ms: end.durationMs,
        cost_micros: costMicros,
        summary: end.outputSummary,
      },
    });
  });
}

export interface StepFailure {
  attempt: number;
  durationMs: number;
  code: string;
  message: string;
}

export async function noteStepFailure(deps: Writes, _ctx: Ctx, input: { step: StepId; failure: StepFailure }): Promise<void> {
  const { step, failure } = input;
  await deps.transaction(async (tx) => {
    const row = await lock(tx, step.taskId);
    await failStep(tx, step, { durationMs: Math.round(failure.durationMs), errorCode: failure.code, errorMessage: failure.message });
    await announce(tx, systemCtx(row), {
      type: "task.step_failed",
      subjectId: row.id,
      data: { step: step.name, round: step.round, attempt: failure.attempt, code: failure.code, message: failure.message },
    });
  });
}

/** The task waits for a person; a repeat finds it waiting already. */
export async function awaitApproval(deps: Writes, _ctx: Ctx, input: { taskId: string; approvalId: string }): Promise<void> {
  await deps.transaction(async (tx) => {
    const row = await lock(tx, input.taskId);
    if (row.state !== "running" || row.approvalId === input.approvalId) {
      const approval = await findApproval(tx, input.approvalId);
      if (row.state !== "running" || approval?.isSettled === true) return;
    }
    await updateTask(tx, row, { state: "awaiting_approval", approvalId: input.approvalId, updatedAt: deps.clock.now() });
    await announce(tx, systemCtx(row), { type: "task.awaiting_approval", subjectId: row.id, data: { approval_id: input.approvalId } });
  });
}

/** The decision as it stands takes effect: no undo from here. Null while there is none. */
export async function settleDecision(deps: Writes, _ctx: Ctx, input: { taskId: string; approvalId: string }): Promise<Decision | null> {
  return deps.transaction(async (tx) => {
    const row = await lock(tx, input.taskId);
    const approval = await findApproval(tx, input.approvalId);
    if (approval?.decision === null || approval === undefined) return null;
    if (!approval.isSettled && row.state !== "awaiting_approval") return null;
    await settleApproval(tx, approval.id);
    if (row.state === "awaiting_approval") await updateTask(tx, row, { state: "running", updatedAt: deps.clock.now() });
    return approval.decision as Decision;
  });
}

export async function completeTask(
  deps: Writes,
  _ctx: Ctx,
  input: { taskId: string; outcome: string; result: Record<string, unknown> },
): Promise<void> {
  await deps.transaction(async (tx) => {
    const row = await lock(tx, input.taskId);
    if (row.state === "completed" || row.state === "cancelled") return;
    assertMove(row.state as TaskState, "completed");
    const now = deps.clock.now();
    await updateTask(tx, row, { state: "completed", outcome: input.outcome, result: input.result, percent: 100, completedAt: now, updatedAt: now });
    await announce(tx, systemCtx(row), { type: "task.completed", subjectId: row.id, data: { outcome: input.outcome } });
  });
}

export async function failTask(deps: Writes, _ctx: Ctx, input: { taskId: string; code: string; message: string }): Promise<void> {
  await deps.transaction(async (tx) => {
    const row = await lock(tx, input.taskId);
    if (row.state !== "running" && row.state !== "queued" && row.state !== "awaiting_approval") return;
    const now = deps.clock.now();
    await closeApprovals(tx, row.id);
    await cancelSteps(tx, row.id);
    await updateTask(tx, row, { state: "failed", errorCode: input.code, errorMessage: input.message, completedAt: now, updatedAt: now });
    await announce(tx, systemCtx(row), { type: "task.failed", subjectId: row.id, data: { code: input.code, message: input.message } });
  });
}

/** Tasks that wait to be started, the oldest first. Starting one of them twice is harmless. */
export async function findToStart(
  deps: Pick<TasksDeps, "sql">,
  _ctx: Ctx,
  input: { limit: number },
): Promise<Pick<TaskRow, "id" | "kind" | "input">[]> {
  return selectToStart(deps.sql, input.limit);
}

/** Of the tasks that run here, those that were cancelled or paused meanwhile. */
export async function findHeld(deps: Pick<TasksDeps, "sql">, _ctx: Ctx, input: { taskIds: string[] }): Promise<{ id: string; state: string }[]> {
  return selectHeld(deps.sql, input.taskIds);
}

/** A post that came from a task went public by a person's hand: the task's end says so. */
export async function notePublished(deps: Writes, _ctx: Ctx, input: { taskId: string }): Promise<void> {
  await deps.transaction(async (tx) => {
    const row = await lockTask(tx, input.taskId);
    if (row?.state === "completed" && row.outcome === "approved") await updateTask(tx, row, { outcome: "published", updatedAt: deps.clock.now() });
  });
}
