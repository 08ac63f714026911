import type { InputOf, ResponseOf, tasksContract, TaskStep } from "@cofounder/contracts";
import { allow, type Ctx } from "@cofounder/kernel";
import type { TasksDeps } from "../deps.ts";
import { requireTask } from "../tasks/read-tasks.ts";
import { errorOf } from "../tasks/task-answer.ts";
import { selectSteps } from "./steps.queries.ts";

export async function listTaskSteps(
  deps: Pick<TasksDeps, "sql">,
  ctx: Ctx,
  input: InputOf<typeof tasksContract.listTaskSteps>,
): Promise<ResponseOf<typeof tasksContract.listTaskSteps>> {
  allow(ctx, "tasks.read");
  await requireTask(deps, input.task_id);
  const rows = await selectSteps(deps.sql, input.task_id);
  const data = rows.map((row) => ({
    name: row.name,
    round: row.round,
    status: row.state as TaskStep["status"],
    attempts: row.attempts,
    started_at: row.state === "waiting" ? null : row.startedAt.toISOString(),
    duration_ms: row.durationMs,
    cost_micros: row.costMicros,
    input_summary: row.inputSummary,
    output_summary: row.outputSummary,
    error: errorOf(row),
  }));
  return { data, next_cursor: null };
}
