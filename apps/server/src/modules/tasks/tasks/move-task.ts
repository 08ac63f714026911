import type { InputOf, Task, TaskState, tasksContract } from "@cofounder/contracts";
import { announce, type Tx } from "@cofounder/database";
import { allow, AppError, type Ctx } from "@cofounder/kernel";
import { closeApprovals, findApproval, reopenApproval } from "../approvals/approvals.queries.ts";
import { approvalDays, type TasksDeps } from "../deps.ts";
import { cancelSteps, findStep, resetStepsFrom } from "../steps/steps.queries.ts";
import { assertAction } from "./task.ts";
import { taskAnswer } from "./task-answer.ts";
import { lockTask, type TaskRow, updateTask } from "./tasks.queries.ts";

type Writes = Pick<TasksDeps, "transaction" | "clock">;
type ById = { task_id: string };

async function lock(tx: Tx, id: string): Promise<TaskRow> {
  const row = await lockTask(tx, id);
  if (row === undefined) throw new AppError("not_found", "There is no task with this id.");
  return row;
}

/** Cancelling twice is harmless. */
export async function cancelTask(deps: Writes, ctx: Ctx, input: ById): Promise<Task> {
  allow(ctx, "tasks.write");
  return deps.transaction(async (tx) => taskAnswer(await cancelInside(deps, { ctx, tx }, await lock(tx, input.task_id))));
}

async function cancelInside(deps: Writes, { ctx, tx }: { ctx: Ctx; tx: Tx }, row: TaskRow): Promise<TaskRow> {
  if (row.state === "cancelled") return row;
  assertAction(row.state as TaskState, "cancel");
  const now = deps.clock.now();
  await cancelSteps(tx, row.id);
  for (const approvalId of await closeApprovals(tx, row.id)) {
    await announce(tx, { ...ctx, taskId: row.id }, { type: "approval.cancelled", subjectId: approvalId, data: {} });
  }
  const after = await updateTask(tx, row, { state: "cancelled", pausedFrom: null, completedAt: now, updatedAt: now });
  await announce(tx, ctx, { type: "task.cancelled", subjectId: row.id, data: {} });
  return after;
}

export async function pauseTask(deps: Writes, ctx: Ctx, input: ById): Promise<Task> {
  allow(ctx, "tasks.write");
  return deps.transaction(async (tx) => {
    const row = await lock(tx, input.task_id);
    if (row.state === "paused") return taskAnswer(row);
    assertAction(row.state as TaskState, "pause");
    const after = await updateTask(tx, row, { state: "paused", pausedFrom: row.state, updatedAt: deps.clock.now() });
    await announce(tx, ctx, { type: "task.paused", subjectId: row.id, data: { reason: "person" } });
    return taskAnswer(after);
  });
}

const dayMs = 86_400_000;

/** Goes back to the state that was left; an expired approval is asked anew with a new expiry. */
export async function resumeTask(deps: Writes, ctx: Ctx, input: ById): Promise<Task> {
  allow(ctx, "tasks.write");
  return deps.transaction(async (tx) => {
    const row = await lock(tx, input.task_id);
    assertAction(row.state as TaskState, "resume");
    const now = deps.clock.now();
    if (row.approvalId !== null && row.pausedFrom === "awaiting_approval") {
      const approval = await findApproval(tx, row.approvalId);
      if (approval?.status === "expired") {
        const expiresAt = new Date(now.getTime() + approvalDays * dayMs);
        await reopenApproval(tx, approval.id, expiresAt);
        await announce(
          tx,
          { ...ctx, taskId: row.id },
          { type: "approval.reopened", subjectId: approval.id, data: { expires_at: expiresAt.toISOString() } },
        );
      }
    }
    const after = await updateTask(tx, row, { state: row.pausedFrom ?? "queued", pausedFrom: null, updatedAt: now });
    await announce(tx, ctx, { type: "task.resumed", subjectId: row.id, data: {} });
    return taskAnswer(after);
  });
}

export async function retryTask(deps: Writes, ctx: Ctx, input: InputOf<typeof tasksContract.retryTask>): Promise<Task> {
  allow(ctx, "tasks.write");
  return deps.transaction(async (tx) => {
    const row = await lock(tx, input.task_id);
    assertAction(row.state as TaskState, "retry");
    const fromStep = input.from_step ?? row.step;
    if (input.from_step !== undefined && (await findStep(tx, row.id, input.from_step)) === undefined) {
      throw new AppError("invalid", `from_step: this task has no step ${input.from_step} on record.`, {
        issues: [{ loc: ["body", "from_step"], msg: "is not a recorded step of this task", type: "value_error" }],
      });
    }
    if (fromStep !== null) await resetStepsFrom(tx, row.id, fromStep);
    const change = { state: "queued", errorCode: null, errorMessage: null, completedAt: null, run: row.run + 1, updatedAt: deps.clock.now() };
    const after = await updateTask(tx, row, change);
    await announce(tx, ctx, { type: "task.retried", subjectId: row.id, data: { from_step: fromStep } });
    return taskAnswer(after);
  });
}

/** The older way to move a task, and to add to its metadata. */
export async function patchTask(deps: Writes, ctx: Ctx, input: InputOf<typeof tasksContract.patchTask>): Promise<Task> {
  allow(ctx, "tasks.write");
  const { status, task_id } = input;
  if (status === "completed" || status === "failed" || status === "pending" || (input.result ?? null) !== null) {
    throw new AppError("conflict", "The workflow of this task decides its end and its result; ask to cancel, pause or resume it.", {
      allowed: ["cancelled", "in_progress", "paused"],
    });
  }
  const { metadata } = input;
  const merged = metadata === null || metadata === undefined ? undefined : await mergeMetadata(deps, { task_id, metadata });
  switch (status) {
    case "cancelled":
      return cancelTask(deps, ctx, { task_id });
    case "paused":
      return pauseTask(deps, ctx, { task_id });
    case "in_progress":
      return resumeTask(deps, ctx, { task_id });
    case undefined:
      return merged ?? mergeMetadata(deps, { task_id, metadata: {} });
  }
}

function mergeMetadata(deps: Writes, input: { task_id: string; metadata: Record<string, unknown> }): Promise<Task> {
  return deps.transaction(async (tx) => {
    const row = await lock(tx, input.task_id);
    return taskAnswer(await updateTask(tx, row, { metadata: { ...row.metadata, ...input.metadata }, updatedAt: deps.clock.now() }));
  });
}

/** Takes a task off the lists; one that still runs is cancelled first. */
export async function deleteTask(deps: Writes, ctx: Ctx, input: ById): Promise<void> {
  allow(ctx, "tasks.write");
  await deps.transaction(async (tx) => {
    const row = await lock(tx, input.task_id);
    const isOver = row.state === "completed" || row.state === "failed" || row.state === "cancelled";
    const ended = isOver ? row : await cancelInside(deps, { ctx, tx }, row);
    await updateTask(tx, ended, { isDeleted: true, updatedAt: deps.clock.now() });
    await announce(tx, ctx, { type: "task.deleted", subjectId: row.id, data: {} });
  });
}
