import type { Approval, ApprovalDocument, ApprovalRow, CheckReport, EditedPreview, Override, Problem } from "@cofounder/contracts";
import { AppError } from "@cofounder/kernel";
import type { ApprovalRecord } from "./approvals.queries.ts";

export const statusOfDecision = { approve: "approved", reject: "rejected", changes: "changes_requested" } as const;

export function approvalRow(
  row: Pick<ApprovalRecord, "id" | "kind" | "taskId" | "title" | "status" | "blockingCount" | "costMicros" | "createdAt" | "expiresAt">,
): ApprovalRow {
  return {
    id: row.id,
    kind: row.kind,
    task_id: row.taskId,
    title: row.title,
    status: row.status as ApprovalRow["status"],
    blocking_count: row.blockingCount,
    cost_micros: row.costMicros,
    created_at: row.createdAt.toISOString(),
    expires_at: row.expiresAt.toISOString(),
    on_expiry: "pause",
  };
}

/** An approval with what was frozen when it opened; `names` tells who decided. */
export function approvalAnswer(row: ApprovalRecord, names: Map<string, string>): Approval {
  const document = row.document as ApprovalDocument;
  const by = row.decidedBy ?? "";
  const decision =
    row.decision === null || row.decidedAt === null || row.effectiveAt === null
      ? null
      : {
          decision: row.decision as "approve" | "reject" | "changes",
          by: names.get(by) ?? by,
          at: row.decidedAt.toISOString(),
          note: row.note,
          effective_at: row.effectiveAt.toISOString(),
          edited: row.edited !== null,
        };
  return { ...approvalRow(row), ...document, decision };
}

/** Blocking problems that no override names by rule and span. */
export function uncovered(report: Pick<CheckReport, "problems">, overrides: readonly Override[]): Problem[] {
  const covers = (problem: Problem) =>
    overrides.some((override) => override.rule === problem.rule && override.start === problem.start && override.end === problem.end);
  return report.problems.filter((problem) => problem.severity === "blocking" && !covers(problem));
}

/** The preview as the person edited it. */
export function applyEdited<Preview extends ApprovalDocument["preview"]>(preview: Preview, edited: EditedPreview): Preview {
  const given = Object.fromEntries(Object.entries(edited).filter(([, value]) => value !== undefined));
  return { ...preview, ...given };
}

export function assertNoBlocking(report: Pick<CheckReport, "problems">, overrides: readonly Override[]): void {
  const left = uncovered(report, overrides);
  if (left.length === 0) return;
  const count = left.length === 1 ? "One blocking problem is" : `${left.length} blocking problems are`;
  throw new AppError("conflict", `${count} left: mend the text, or give a reason for each.`, {
    reason: "blocking_problems",
    extra: { problems: left },
  });
}
