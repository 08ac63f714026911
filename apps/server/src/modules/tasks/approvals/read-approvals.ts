import type { Approval, ApprovalDocument, CheckReport, EditedPreview, InputOf, Override, ResponseOf, tasksContract } from "@cofounder/contracts";
import { page } from "@cofounder/database";
import { allow, AppError, type Ctx } from "@cofounder/kernel";
import type { TasksDeps } from "../deps.ts";
import { applyEdited, approvalAnswer, approvalRow } from "./approval.ts";
import { type ApprovalRecord, findApproval, findOpenApprovalOfTask, selectApprovals } from "./approvals.queries.ts";

type Reads = Pick<TasksDeps, "sql" | "namesOf">;

async function requireApproval(deps: Pick<TasksDeps, "sql">, id: string): Promise<ApprovalRecord> {
  const row = await findApproval(deps.sql, id);
  if (row === undefined) throw new AppError("not_found", "There is no approval with this id.");
  return row;
}

export async function getApproval(deps: Reads, ctx: Ctx, input: { approval_id: string }): Promise<Approval> {
  allow(ctx, "approvals.read");
  const row = await requireApproval(deps, input.approval_id);
  return approvalAnswer(row, await deps.namesOf(row.decidedBy === null ? [] : [row.decidedBy]));
}

export async function listApprovals(
  deps: Reads,
  ctx: Ctx,
  input: InputOf<typeof tasksContract.listApprovals>,
): Promise<ResponseOf<typeof tasksContract.listApprovals>> {
  allow(ctx, "approvals.read");
  const found = page(await selectApprovals(deps.sql, input), input.limit, (row) => [row.id]);
  return { data: found.data.map(approvalRow), next_cursor: found.next_cursor };
}

/** The newest question of a task. */
export async function findApprovalOfTask(deps: Reads, ctx: Ctx, input: { taskId: string }): Promise<Approval | undefined> {
  allow(ctx, "approvals.read");
  const row = await findOpenApprovalOfTask(deps.sql, input.taskId);
  return row === undefined ? undefined : approvalAnswer(row, await deps.namesOf(row.decidedBy === null ? [] : [row.decidedBy]));
}

/** What a settled decision asks to be done, with what was edited and signed. */
export interface SettledDecision {
  /** The name of whoever decided; the id where there is no name. */
  decidedBy: string;
  decidedAt: string;
  note: string | null;
  /** What was decided about: the text as it was shown, with what the person edited. */
  text: { title: string; content: string };
  edited: EditedPreview | null;
  recheck: CheckReport | null;
  overrides: Override[];
}

export async function getDecision(deps: Reads, _ctx: Ctx, input: { approvalId: string }): Promise<SettledDecision> {
  const row = await requireApproval(deps, input.approvalId);
  const by = row.decidedBy ?? "";
  const edited = row.edited;
  const { title, content } = applyEdited((row.document as ApprovalDocument).preview, edited ?? {});
  return {
    decidedBy: (await deps.namesOf([by])).get(by) ?? by,
    decidedAt: (row.decidedAt ?? row.createdAt).toISOString(),
    note: row.note,
    text: { title, content },
    edited,
    recheck: row.recheck as CheckReport | null,
    overrides: (row.overrides ?? []) as Override[],
  };
}

/** True when a person has approved exactly this: the key that an outward effect of a workflow needs. */
export async function isGranted(deps: Pick<TasksDeps, "sql">, _ctx: Ctx, input: { approvalId: string; subjectId: string }): Promise<boolean> {
  const row = await findApproval(deps.sql, input.approvalId);
  return row !== undefined && row.status === "approved" && row.isSettled && row.subjectId === input.subjectId;
}
