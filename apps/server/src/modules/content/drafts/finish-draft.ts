import type { ApprovalDocument, CheckReport, EditedPreview } from "@cofounder/contracts";
import { allow, type Ctx, type StepOutcome } from "@cofounder/kernel";
import type { ContentDeps, SourceText } from "../deps.ts";
import { evidenceOf } from "./draft.ts";
import { findDraft, updateDraft } from "./drafts.queries.ts";
import { judge, type Piece, requireDraft } from "./make-draft.ts";

const emptyReport: CheckReport = { claims: [], problems: [], rails: [], coverage: null, quality: { score: 0, rubric: "none" } };

/**
 * Mends what can be mended without a language model. A digest is made of verbatim excerpts, so there is nothing to
 * correct in it; a person's note stays for the next question, and is said to be open.
 */
export async function reviseDraft(deps: ContentDeps, _ctx: Ctx, input: Piece & { note: string | null }): Promise<StepOutcome<null>> {
  const draft = await requireDraft(deps, input.taskId);
  const blocking = draft.report?.problems.filter((problem) => problem.severity === "blocking").length ?? 0;
  const output =
    input.note === null
      ? blocking === 0
        ? "Nothing to mend"
        : `${blocking} left for a person: excerpts are not rewritten`
      : "The note needs a writer: no language model is set up, so edit the text and approve it";
  return { value: null, note: { input: input.note === null ? "Result of the check" : `Note: ${input.note.slice(0, 200)}`, output } };
}

export interface FinishedDraft {
  kind: "digest" | "article";
  title: string;
  excerpt: string;
  content: string;
  coverage: number | null;
  report: CheckReport;
  evidence: ApprovalDocument["evidence"];
  sources: SourceText[];
}

/** The draft as it goes to the CMS, with the evidence of each claim. */
export async function getFinishedDraft(deps: ContentDeps, ctx: Ctx, input: { taskId: string }): Promise<FinishedDraft> {
  const draft = await requireDraft(deps, input.taskId);
  const report = draft.report ?? emptyReport;
  const cited = new Set([
    ...draft.excerpts.map((excerpt) => excerpt.sourceId),
    ...report.claims.flatMap((claim) => claim.evidence.map((found) => found.source_id)),
  ]);
  const sources = await deps.readTexts(ctx, [...cited]);
  return {
    kind: draft.kind === "article" ? "article" : "digest",
    title: draft.title,
    excerpt: draft.excerpt,
    content: draft.markdown,
    coverage: draft.coverage,
    report,
    evidence: evidenceOf(report, sources),
    sources,
  };
}

/** Remembers which post the draft became. */
export async function notePost(
  deps: Pick<ContentDeps, "transaction">,
  _ctx: Ctx,
  input: { taskId: string; postId: string; slug: string },
): Promise<void> {
  await deps.transaction((tx) => updateDraft(tx, input.taskId, { postId: input.postId, slug: input.slug }));
}

/** Checks a text as a person edited it, against the sources of its task. */
export async function recheckDraft(
  deps: ContentDeps,
  ctx: Ctx,
  input: { taskId: string; title: string; content: string; edited: EditedPreview },
): Promise<CheckReport> {
  allow(ctx, "approvals.decide");
  const draft = await requireDraft(deps, input.taskId);
  return judge(deps, ctx, { ...draft, markdown: input.content, title: input.title });
}

/** Evidence of an edited text, from the check made of it. */
export async function evidenceOfEdit(
  deps: ContentDeps,
  ctx: Ctx,
  input: { report: CheckReport },
): Promise<{ evidence: ApprovalDocument["evidence"]; sources: SourceText[] }> {
  const cited = new Set(input.report.claims.flatMap((claim) => claim.evidence.map((found) => found.source_id)));
  const sources = await deps.readTexts(ctx, [...cited]);
  return { evidence: evidenceOf(input.report, sources), sources };
}

/** The post that a task's draft became; null while it has become none. */
export async function findPostOfTask(deps: Pick<ContentDeps, "sql">, ctx: Ctx, input: { taskId: string }): Promise<string | null> {
  allow(ctx, "tasks.read");
  return (await findDraft(deps.sql, input.taskId))?.postId ?? null;
}
