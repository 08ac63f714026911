import type { ApprovalDocument } from "@cofounder/contracts";
import { announce, effectOf, once } from "@cofounder/database";
import { AppError, type Ctx, uuidv7 } from "@cofounder/kernel";
import { approvalDays, type TasksDeps } from "../deps.ts";
import { lockTask } from "../tasks/tasks.queries.ts";
import { insertApproval } from "./approvals.queries.ts";

export interface OpenApproval {
  taskId: string;
  kind: string;
  subjectId: string;
  title: string;
  costMicros: number;
  document: ApprovalDocument;
}

const dayMs = 86_400_000;

/**
 * Asks a person; all that the question shows is frozen here. A repeat under the same effect key finds the same question.
 * Throws `conflict` for a task that was cancelled meanwhile: nobody is asked about it any more.
 */
export async function openApproval(deps: Pick<TasksDeps, "transaction" | "clock">, ctx: Ctx, input: OpenApproval): Promise<{ id: string }> {
  return deps.transaction((tx) =>
    once(tx, effectOf(ctx, "approval"), async () => {
      const task = await lockTask(tx, input.taskId);
      if (task?.state === "cancelled") throw new AppError("conflict", "The task was cancelled.");
      const now = deps.clock.now();
      const id = uuidv7(now);
      const blockingCount = input.document.checks.problems.filter((problem) => problem.severity === "blocking").length;
      await insertApproval(tx, {
        id,
        kind: input.kind,
        taskId: input.taskId,
        subjectId: input.subjectId,
        title: input.title,
        status: "open",
        blockingCount,
        costMicros: input.costMicros,
        document: input.document,
        createdAt: now,
        expiresAt: new Date(now.getTime() + approvalDays * dayMs),
      });
      await announce(tx, ctx, {
        type: "approval.opened",
        subjectId: id,
        data: { kind: input.kind, title: input.title, blocking_count: blockingCount },
      });
      return { id };
    }),
  );
}
