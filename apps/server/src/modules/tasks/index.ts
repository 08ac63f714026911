import { bind } from "@cofounder/kernel";
import { decideApproval, undoDecision } from "./approvals/decide-approval.ts";
import { expireApprovals } from "./approvals/expire-approvals.ts";
import { openApproval } from "./approvals/open-approval.ts";
import { findApprovalOfTask, getApproval, getDecision, isGranted, listApprovals } from "./approvals/read-approvals.ts";
import type { TasksDeps } from "./deps.ts";
import {
  awaitApproval,
  completeTask,
  endStep,
  failTask,
  findHeld,
  findToStart,
  grantStep,
  notePublished,
  noteStepFailure,
  settleDecision,
} from "./steps/journal.ts";
import { listTaskSteps } from "./steps/read-steps.ts";
import { cancelTask, deleteTask, patchTask, pauseTask, resumeTask, retryTask } from "./tasks/move-task.ts";
import { findTaskRow, findTaskRows, getTask, getTaskMetrics, listTaskEvents, listTasks } from "./tasks/read-tasks.ts";
import { startTask } from "./tasks/start-task.ts";
import { streamTask } from "./tasks/stream-task.ts";

export function createTasks(deps: TasksDeps) {
  return bind(deps, {
    listTasks,
    getTask,
    getTaskMetrics,
    patchTask,
    cancelTask,
    pauseTask,
    resumeTask,
    retryTask,
    deleteTask,
    startTask,
    streamTask,
    findTaskRow,
    findTaskRows,
    listTaskSteps,
    listTaskEvents,
    listApprovals,
    getApproval,
    decideApproval,
    undoDecision,
    openApproval,
    findApprovalOfTask,
    getDecision,
    isGranted,
    expireApprovals,
    grantStep,
    endStep,
    noteStepFailure,
    awaitApproval,
    settleDecision,
    completeTask,
    failTask,
    findHeld,
    findToStart,
    notePublished,
  });
}

export type Tasks = ReturnType<typeof createTasks>;
export type { TasksDeps } from "./deps.ts";
export type { TaskRow } from "./tasks/tasks.queries.ts";
