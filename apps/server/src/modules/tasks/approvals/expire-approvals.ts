import { announce } from "@cofounder/database";
import type { Ctx } from "@cofounder/kernel";
import type { TasksDeps } from "../deps.ts";
import { lockTask, updateTask } from "../tasks/tasks.queries.ts";
import { lockApproval, nextExpiry, selectExpired, updateApproval } from "./approvals.queries.ts";

/**
 * Pauses the tasks whose question nobody answered in time; nothing is ever published by waiting. Returns when the next
 * open question expires, or null.
 */
export async function expireApprovals(deps: Pick<TasksDeps, "sql" | "transaction" | "clock">, ctx: Ctx): Promise<Date | null> {
  const now = deps.clock.now();
  for (const due of await selectExpired(deps.sql, now)) {
    await deps.transaction(async (tx) => {
      const task = await lockTask(tx, due.taskId);
      const approval = await lockApproval(tx, due.id);
      if (approval?.status !== "open" || approval.expiresAt > now) return;
      await updateApproval(tx, due.id, { status: "expired" });
      const about = { ...ctx, taskId: due.taskId };
      await announce(tx, about, { type: "approval.expired", subjectId: due.id, data: {} });
      if (task?.state !== "awaiting_approval") return;
      await updateTask(tx, task, { state: "paused", pausedFrom: "awaiting_approval", updatedAt: now });
      await announce(tx, about, { type: "task.paused", subjectId: task.id, data: { reason: "approval_expired" } });
    });
  }
  return nextExpiry(deps.sql);
}
