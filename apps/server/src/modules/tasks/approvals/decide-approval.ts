import type { Approval, ApprovalDocument, CheckReport, InputOf, tasksContract } from "@cofounder/contracts";
import { announce, cancelReactions, type Tx } from "@cofounder/database";
import { allow, AppError, type Ctx, invalid } from "@cofounder/kernel";
import type { TasksDeps } from "../deps.ts";
import { findTask, lockTask } from "../tasks/tasks.queries.ts";
import { applyEdited, approvalAnswer, assertNoBlocking, statusOfDecision } from "./approval.ts";
import { type ApprovalRecord, findApproval, lockApproval, updateApproval } from "./approvals.queries.ts";

type Deciding = Pick<TasksDeps, "sql" | "transaction" | "clock" | "recheck" | "namesOf">;
type Decide = InputOf<typeof tasksContract.decideApproval>;

function gone(): AppError {
  return new AppError("not_found", "There is no approval with this id.");
}

async function answer(deps: Pick<TasksDeps, "namesOf">, row: ApprovalRecord): Promise<Approval> {
  return approvalAnswer(row, await deps.namesOf(row.decidedBy === null ? [] : [row.decidedBy]));
}

function alreadyDecided(row: ApprovalRecord): AppError {
  const message =
    row.decision === null ? `This approval is ${row.status} and takes no decision.` : `This was decided already: ${row.status.replace("_", " ")}.`;
  return new AppError("conflict", message, { extra: { decision: row.decision, status: row.status } });
}

/** What an approval would let through: the frozen checks, or new ones of the edited text. */
async function reportFor(deps: Deciding, ctx: Ctx, input: { row: ApprovalRecord; decide: Decide }): Promise<CheckReport> {
  const { row, decide } = input;
  const document = row.document as ApprovalDocument;
  if (decide.edited?.content === undefined && decide.edited?.title === undefined) return document.checks;
  const { title, content } = applyEdited(document.preview, decide.edited);
  return deps.recheck(ctx, { taskId: row.taskId, title, content, edited: decide.edited });
}

/**
 * Stores a person's decision; it takes effect when its hold ends. The same decision again answers the same, another one
 * is refused. What is edited is checked first, outside the transaction, since that reads sources.
 */
export async function decideApproval(deps: Deciding, ctx: Ctx, input: Decide): Promise<Approval> {
  allow(ctx, "approvals.decide");
  if (input.edited !== undefined && input.decision !== "approve") throw invalid(["body", "edited"], "goes with the decision approve only");
  const seen = await findApproval(deps.sql, input.approval_id);
  if (seen === undefined) throw gone();
  const report = input.decision === "approve" && seen.status === "open" ? await reportFor(deps, ctx, { row: seen, decide: input }) : undefined;
  if (report !== undefined) assertNoBlocking(report, input.overrides ?? []);
  const row = await deps.transaction(async (tx) => {
    await lockTask(tx, seen.taskId);
    const current = await lockApproval(tx, input.approval_id);
    if (current === undefined) throw gone();
    if (current.status !== "open") {
      if (current.decision === input.decision) return current;
      throw alreadyDecided(current);
    }
    await assertWaiting(tx, current);
    return store(deps, { tx, ctx }, { row: current, decide: input, report });
  });
  return answer(deps, row);
}

async function assertWaiting(tx: Tx, row: ApprovalRecord): Promise<void> {
  const task = await findTask(tx, row.taskId);
  if (task?.state === "awaiting_approval" || task?.state === "running") return;
  throw new AppError("conflict", `The task of this approval is ${task?.state ?? "gone"}; resume it first.`, {
    allowed: task?.state === "paused" ? ["resume", "cancel"] : [],
  });
}

async function store(
  deps: Pick<TasksDeps, "clock">,
  at: { tx: Tx; ctx: Ctx },
  { row, decide, report }: { row: ApprovalRecord; decide: Decide; report: CheckReport | undefined },
): Promise<ApprovalRecord> {
  const now = deps.clock.now();
  const effectiveAt = new Date(now.getTime() + decide.hold_seconds * 1000);
  const changed = await updateApproval(at.tx, row.id, {
    status: statusOfDecision[decide.decision],
    decision: decide.decision,
    decidedBy: at.ctx.actor.id,
    decidedAt: now,
    effectiveAt,
    note: decide.note ?? null,
    edited: decide.edited ?? null,
    overrides: decide.overrides ?? null,
    recheck: decide.edited === undefined || report === undefined ? null : report,
  });
  const announced = {
    type: "approval.decided",
    subjectId: row.id,
    data: { decision: decide.decision, effective_at: effectiveAt.toISOString() },
  } as const;
  const hold = decide.hold_seconds === 0 ? {} : { dueAt: effectiveAt };
  await announce(at.tx, { ...at.ctx, taskId: row.taskId }, { ...announced, ...hold });
  return changed;
}

/** Takes a decision back that has not taken effect. */
export async function undoDecision(deps: Deciding, ctx: Ctx, input: { approval_id: string }): Promise<Approval> {
  allow(ctx, "approvals.decide");
  const row = await deps.transaction(async (tx) => {
    const current = await lockApproval(tx, input.approval_id);
    if (current === undefined) throw gone();
    if (current.decision === null) return current;
    const isTakenBack = !current.isSettled && (await cancelReactions(tx, "approval.decided", current.id));
    if (!isTakenBack)
      throw new AppError("conflict", "This decision has taken effect and cannot be undone.", { extra: { decision: current.decision } });
    await announce(tx, { ...ctx, taskId: current.taskId }, { type: "approval.undone", subjectId: current.id, data: {} });
    return updateApproval(tx, current.id, {
      status: "open",
      decision: null,
      decidedBy: null,
      decidedAt: null,
      effectiveAt: null,
      note: null,
      edited: null,
      overrides: null,
      recheck: null,
    });
  });
  return answer(deps, row);
}
