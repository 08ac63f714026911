import type { Approval } from "@cofounder/contracts";
import { CliError, exitCodes } from "../exit.ts";
import { table } from "../terminal.ts";
import { answer, type CommandContext } from "./command.ts";

export async function listApprovals(context: CommandContext, options: { all?: boolean }): Promise<void> {
  const found = await context.session.tasks.listApprovals({ limit: 50, ...(options.all === true ? {} : { status: "open" as const }) });
  answer(context, found, () =>
    found.data.length === 0
      ? ["Nothing waits for a decision."]
      : table([
          ["ID", "STATUS", "BLOCKING", "EXPIRES", "TITLE"],
          ...found.data.map((row) => [row.id, row.status, String(row.blocking_count), row.expires_at.slice(0, 16), row.title]),
        ]),
  );
}

function evidenceLines(approval: Approval): string[] {
  const { claims, coverage, problems, quality } = approval.checks;
  const supported = claims.filter((claim) => claim.verdict === "supported").length;
  const covered = coverage === null ? "not measured" : `${Math.round(coverage * 100)} %`;
  return [
    `Claims: ${supported} of ${claims.length} supported; coverage ${covered}; editorial quality ${quality.score} of 100`,
    ...problems.map((problem) => `  ${problem.severity}: ${problem.message}`),
  ];
}

export async function showApproval(context: CommandContext, approvalId: string): Promise<void> {
  const approval = await context.session.tasks.getApproval({ approval_id: approvalId });
  answer(context, approval, () => [`${approval.title} (${approval.status})`, "", approval.preview.content, "", ...evidenceLines(approval)]);
}

export interface DecideOptions {
  note?: string;
  /** One reason that signs for every blocking problem that is left. */
  signFor?: string;
}

export async function decide(
  context: CommandContext,
  approvalId: string,
  options: DecideOptions & { decision: "approve" | "reject" | "changes" },
): Promise<void> {
  const { session } = context;
  if (options.decision === "changes" && options.note === undefined) throw new CliError(exitCodes.usage, "Asking for changes needs --note.");
  const reason = options.signFor;
  const blocking =
    reason === undefined
      ? []
      : (await session.tasks.getApproval({ approval_id: approvalId })).checks.problems.filter((problem) => problem.severity === "blocking");
  const overrides = blocking.map(({ rule, start, end }) => ({ rule, start, end, reason: reason ?? "" }));
  const approval = await session.tasks.decideApproval({
    approval_id: approvalId,
    decision: options.decision,
    ...(options.note === undefined ? {} : { note: options.note }),
    ...(overrides.length === 0 ? {} : { overrides }),
  });
  answer(context, approval, () => [`${approval.title}: ${approval.status.replace("_", " ")}.`]);
}
