import { taskStates, type TaskState } from "@cofounder/contracts";
import { AppError, invalid } from "@cofounder/kernel";

/** From each state, the states that may follow. `paused` goes back to the state it left. */
export const moves: Record<TaskState, readonly TaskState[]> = {
  queued: ["running", "paused", "cancelled"],
  running: ["awaiting_approval", "paused", "completed", "failed", "cancelled"],
  awaiting_approval: ["running", "completed", "paused", "cancelled"],
  paused: ["queued", "running", "awaiting_approval", "cancelled"],
  failed: ["queued"],
  completed: [],
  cancelled: [],
};

/** What a person may ask for in each state, in the words of the routes. */
const actions: Record<TaskState, readonly string[]> = {
  queued: ["cancel", "pause"],
  running: ["cancel", "pause"],
  awaiting_approval: ["cancel", "pause"],
  paused: ["resume", "cancel"],
  failed: ["retry"],
  completed: [],
  cancelled: [],
};

export type TaskAction = "cancel" | "pause" | "resume" | "retry";

export function isFinal(state: TaskState): boolean {
  return moves[state].length === 0;
}

export function assertAction(state: TaskState, action: TaskAction): void {
  if (actions[state].includes(action)) return;
  const allowed = [...actions[state]];
  const choice = allowed.length === 0 ? "nothing more can be done with it" : `possible: ${allowed.join(", ")}`;
  throw new AppError("conflict", `A task that is ${olderNames[state].replace("_", " ")} cannot be asked to ${action}; ${choice}.`, { allowed });
}

export function assertMove(from: TaskState, to: TaskState): void {
  if (moves[from].includes(to)) return;
  throw new AppError("conflict", `A task cannot go from ${from} to ${to}.`, { allowed: [...moves[from]] });
}

/** The names that /api/tasks gives the states. */
export const olderNames: Record<TaskState, string> = {
  queued: "pending",
  running: "in_progress",
  awaiting_approval: "awaiting_approval",
  paused: "paused",
  completed: "completed",
  failed: "failed",
  cancelled: "cancelled",
};

/** Reads a state from a filter: our name or the older one. */
export function readState(text: string): TaskState {
  const found = taskStates.find((state) => state === text || olderNames[state] === text);
  if (found !== undefined) return found;
  throw invalid(["query", "status"], `must be one of ${Object.values(olderNames).join(", ")}`, "enum");
}

/** The counter a task stands in: its state, and for an ended one how it ended. */
export function bucketOf(state: string, outcome: string | null): string {
  return outcome === null ? state : `${state}:${outcome}`;
}

/** The shard of the counters that belongs to a task, from the random end of its id. */
export function shardOf(taskId: string): string {
  return taskId.slice(-1);
}

/** How far a task is when so many of its steps are done, in whole percent; 100 only when it has ended. */
export function percentOf(completedSteps: number, allSteps: number): number {
  return allSteps === 0 ? 0 : Math.min(99, Math.round((completedSteps / allSteps) * 100));
}
