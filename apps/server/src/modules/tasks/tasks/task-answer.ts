import type { Task, TaskState } from "@cofounder/contracts";
import type { TaskRow } from "./tasks.queries.ts";
import { olderNames } from "./task.ts";

const words: Record<TaskState, string> = {
  queued: "Waiting to start",
  running: "Working",
  awaiting_approval: "Waiting for a decision",
  paused: "Paused",
  completed: "Done",
  failed: "Failed",
  cancelled: "Cancelled",
};

export function progressOf(row: Pick<TaskRow, "percent" | "state" | "step">): { percent: number; step: string | null; message: string } {
  const state = row.state as TaskState;
  const message = state === "running" && row.step !== null ? `Step ${row.step}` : words[state];
  return { percent: row.percent, step: row.step, message };
}

export function errorOf(row: { errorCode: string | null; errorMessage: string | null }): { code: string; message: string } | null {
  return row.errorCode === null ? null : { code: row.errorCode, message: row.errorMessage ?? "" };
}

/** A task in the older contract's shape. */
export function taskAnswer(row: TaskRow): Task {
  return {
    id: row.id,
    task_name: row.name,
    agent_id: row.agentId,
    kind: row.kind,
    status: olderNames[row.state as TaskState],
    outcome: row.outcome,
    topic: row.topic,
    primary_keyword: row.primaryKeyword,
    target_audience: row.targetAudience,
    category: row.category,
    progress: progressOf(row),
    approval_id: row.state === "awaiting_approval" || row.state === "paused" ? row.approvalId : null,
    cost_micros: row.costMicros,
    error: errorOf(row),
    created_at: row.createdAt.toISOString(),
    updated_at: row.updatedAt.toISOString(),
    started_at: row.startedAt?.toISOString() ?? null,
    completed_at: row.completedAt?.toISOString() ?? null,
    metadata: row.metadata,
    result: row.result,
  };
}
