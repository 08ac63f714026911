import { type Ctx, type Permission, systemClock } from "@cofounder/kernel";
import type { TaskJournal } from "../adapters/engine/journal-port.ts";
import type { Tasks } from "../modules/tasks/index.ts";

export interface JournalParts {
  tasks: Pick<Tasks, "grantStep" | "endStep" | "noteStepFailure" | "awaitApproval" | "settleDecision" | "completeTask" | "failTask" | "findHeld">;
  /** What a person may do now; empty for one who is gone or switched off. */
  permissionsOf(userId: string): Promise<ReadonlySet<Permission>>;
}

/** The house itself at work: no person asks, and nothing is allowed by this alone. */
export function systemCtx(what: string): Ctx {
  return { actor: { kind: "system", id: what }, permissions: new Set(), requestId: `${what}-${systemClock.now().getTime().toString(36)}` };
}

/** Joins the engine to the task module: each step acts as its agent, with the rights that its person has at that moment. */
export function createJournal({ tasks, permissionsOf }: JournalParts): TaskJournal {
  const engine = systemCtx("engine");
  return {
    isHeld: async (taskId) => (await tasks.findHeld(engine, { taskIds: [taskId] })).length > 0,
    async beginStep(step, signal) {
      const grant = await tasks.grantStep(engine, step);
      if (grant === null) return null;
      const ctx: Ctx = {
        actor: { kind: "agent", id: grant.agentId, onBehalfOf: grant.createdBy },
        permissions: await permissionsOf(grant.createdBy),
        requestId: `task-${step.taskId}`,
        taskId: step.taskId,
        effectKey: `${step.taskId}/${grant.run}/${step.name}/${step.round}`,
        signal,
      };
      return { attempt: grant.attempt, ctx };
    },
    endStep: (step, report) => tasks.endStep(engine, { step, report }),
    failStep: (step, failure) => tasks.noteStepFailure(engine, { step, failure }),
    awaitApproval: (taskId, approvalId) => tasks.awaitApproval(engine, { taskId, approvalId }),
    settle: (taskId, approvalId) => tasks.settleDecision(engine, { taskId, approvalId }),
    complete: (taskId, end) => tasks.completeTask(engine, { taskId, ...end }),
    fail: (taskId, failure) => tasks.failTask(engine, { taskId, ...failure }),
  };
}
