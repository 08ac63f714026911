import { type Event, type InputOf, type ResponseOf, type Task, taskStates, type tasksContract } from "@cofounder/contracts";
import { decodeCursor, encodeCursor, readEvents } from "@cofounder/database";
import { allow, AppError, type Ctx } from "@cofounder/kernel";
import type { TasksDeps } from "../deps.ts";
import { readState } from "./task.ts";
import { taskAnswer } from "./task-answer.ts";
import { countByBucket, countTasks, findTask, recentDurations, selectTasks, type TaskFilter, type TaskRow } from "./tasks.queries.ts";

type Reads = Pick<TasksDeps, "sql">;

export async function requireTask(deps: Reads, id: string): Promise<TaskRow> {
  const row = await findTask(deps.sql, id);
  if (row === undefined) throw new AppError("not_found", "There is no task with this id.");
  return row;
}

export async function getTask(deps: Reads, ctx: Ctx, input: InputOf<typeof tasksContract.getTask>): Promise<Task> {
  allow(ctx, "tasks.read");
  return taskAnswer(await requireTask(deps, input.task_id));
}

export async function listTasks(
  deps: Reads,
  ctx: Ctx,
  input: InputOf<typeof tasksContract.listTasks>,
): Promise<ResponseOf<typeof tasksContract.listTasks>> {
  allow(ctx, "tasks.read");
  const filter: TaskFilter = {
    ...(input.status === undefined ? {} : { state: readState(input.status) }),
    ...(input.category === undefined ? {} : { category: input.category }),
  };
  const [rows, total] = await Promise.all([selectTasks(deps.sql, filter, input), countTasks(deps.sql, filter)]);
  return { tasks: rows.map(taskAnswer), total, offset: input.offset, limit: input.limit };
}

/** Rows of one kind with the number of all, for the doors of other modules. */
export async function findTaskRows(
  deps: Reads,
  ctx: Ctx,
  input: { filter: TaskFilter; limit: number; offset: number },
): Promise<{ rows: TaskRow[]; total: number }> {
  allow(ctx, "tasks.read");
  const [rows, total] = await Promise.all([selectTasks(deps.sql, input.filter, input), countTasks(deps.sql, input.filter)]);
  return { rows, total };
}

export async function findTaskRow(deps: Reads, ctx: Ctx, input: { taskId: string }): Promise<TaskRow> {
  allow(ctx, "tasks.read");
  return requireTask(deps, input.taskId);
}

const millionth = 1_000_000;

export async function getTaskMetrics(deps: Reads, ctx: Ctx): Promise<ResponseOf<typeof tasksContract.getTaskMetrics>> {
  allow(ctx, "tasks.read");
  const [buckets, recent] = await Promise.all([countByBucket(deps.sql), recentDurations(deps.sql)]);
  const byState = Object.fromEntries(taskStates.map((state) => [state, 0])) as Record<(typeof taskStates)[number], number>;
  for (const [bucket, count] of buckets) {
    const state = taskStates.find((name) => name === bucket.split(":")[0]);
    if (state !== undefined) byState[state] += count;
  }
  const ended = byState.completed + byState.failed;
  return {
    total_tasks: Object.values(byState).reduce((sum, count) => sum + count, 0),
    completed_tasks: byState.completed,
    failed_tasks: byState.failed,
    pending_tasks: byState.queued + byState.running + byState.awaiting_approval + byState.paused,
    success_rate: ended === 0 ? null : byState.completed / ended,
    avg_execution_time: recent.meanSeconds,
    total_cost: recent.costMicros / millionth,
  };
}

export async function listTaskEvents(
  deps: Reads,
  ctx: Ctx,
  input: InputOf<typeof tasksContract.listTaskEvents>,
): Promise<{ data: Event[]; next_cursor: string | null }> {
  allow(ctx, "tasks.read");
  await requireTask(deps, input.task_id);
  const afterSeq = input.cursor === undefined ? 0 : Number(decodeCursor(input.cursor, 1)[0]);
  const found = await readEvents(deps.sql, ctx, { afterSeq, limit: input.limit + 1, taskId: input.task_id });
  const shown = found.slice(0, input.limit);
  const last = shown.at(-1);
  return { data: shown.map(({ event }) => event), next_cursor: found.length > input.limit && last !== undefined ? encodeCursor([last.seq]) : null };
}
