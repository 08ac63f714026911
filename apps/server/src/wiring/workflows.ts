import type { ApprovalDocument } from "@cofounder/contracts";
import type { Ctx, StepOutcome } from "@cofounder/kernel";
import type { Cms } from "../modules/cms/index.ts";
import type { Content } from "../modules/content/index.ts";
import type { Tasks } from "../modules/tasks/index.ts";
import type { WritePost, WritePostDeps } from "../workflows/write-post.ts";

export interface WorkflowParts {
  content: Content;
  cms: Cms;
  tasks: Tasks;
  renderMarkdown: (markdown: string) => Promise<{ html: string }>;
}

interface Finished {
  taskId: string;
  brief: WritePost;
  postId: string;
  slug: string;
}

function outcome<T>(value: T, output: string, input?: string): StepOutcome<T> {
  return { value, note: { output, ...(input === undefined ? {} : { input }) } };
}

/** Puts the finished draft into the CMS; done again after changes, it brings the same post up to date. */
async function finishDraft({ content, cms, tasks }: WorkflowParts, ctx: Ctx, { taskId, brief }: Pick<Finished, "taskId" | "brief">) {
  const draft = await content.getFinishedDraft(ctx, { taskId });
  const post = await cms.createDraftPost(ctx, {
    taskId,
    kind: draft.kind,
    title: draft.title,
    excerpt: draft.excerpt,
    content: draft.content,
    category: brief.category,
    tags: brief.tags,
    evidence: draft.evidence,
    coverage: draft.coverage,
    sources: draft.sources.map(({ id, title, url, sha256, fetchedAt }) => ({ source_id: id, title, url, sha256, fetched_at: fetchedAt })),
  });
  await content.notePost(ctx, { taskId, postId: post.id, slug: post.slug });
  const [held] = await tasks.findHeld(ctx, { taskIds: [taskId] });
  // A cancel that came while the post was made found none to archive.
  if (held?.state === "cancelled") await cms.archivePost(ctx, { postId: post.id });
  return outcome({ postId: post.id, slug: post.slug }, `Draft post ${post.slug}; images and internal links are not in this version`, draft.title);
}

async function openApproval({ content, tasks, renderMarkdown }: WorkflowParts, ctx: Ctx, { taskId, brief, postId, slug }: Finished) {
  const draft = await content.getFinishedDraft(ctx, { taskId });
  const document: ApprovalDocument = {
    preview: {
      title: draft.title,
      slug,
      excerpt: draft.excerpt,
      content: draft.content,
      html: (await renderMarkdown(draft.content)).html,
      category: brief.category,
      tags: brief.tags,
    },
    evidence: draft.evidence,
    checks: draft.report,
  };
  const kind = brief.publishMode === "publish" ? "publish_post" : "accept_draft";
  const { id } = await tasks.openApproval(ctx, { taskId, kind, subjectId: postId, title: draft.title, costMicros: 0, document });
  return outcome(id, "Waits for a person's decision", draft.title);
}

async function publishPost({ content, cms, tasks }: WorkflowParts, ctx: Ctx, input: Finished & { approvalId: string }) {
  const { postId, approvalId } = input;
  const { text, edited, recheck, overrides, decidedBy, decidedAt } = await tasks.getDecision(ctx, { approvalId });
  if (edited !== null) {
    const rested = recheck === null ? null : await content.evidenceOfEdit(ctx, { report: recheck });
    await cms.applyEdit(ctx, { postId, edited, evidence: rested?.evidence ?? null, coverage: recheck?.coverage ?? null });
  }
  const signatures = overrides.map((override) => ({ ...override, signedBy: decidedBy, at: decidedAt }));
  const granted = { postId, approvalId, approved: text, signatures };
  const waits = "the post waits for a person to publish it";
  const otherText = outcome("approved" as const, `Approved, but its text was changed meanwhile: ${waits}, and what was signed for does not count`);
  if (input.brief.publishMode === "draft")
    return (await cms.signDraft(ctx, granted)) ? outcome("approved" as const, `Approved; ${waits}`) : otherText;
  const post = await cms.releasePost(ctx, granted);
  return post.outcome === "published" ? outcome("published" as const, `Published as ${post.slug}`) : otherText;
}

/** The steps of `write_post`, each from the modules that know how. */
export function writePostParts(parts: WorkflowParts): WritePostDeps {
  const { content, cms, tasks } = parts;
  return {
    writeBrief: content.writeBrief,
    gatherEvidence: content.gatherEvidence,
    outlineDraft: content.outlineDraft,
    composeDraft: content.composeDraft,
    checkDraft: content.checkDraft,
    async reviseDraft(ctx, { approvalId, ...piece }) {
      const note = approvalId === null ? null : (await tasks.getDecision(ctx, { approvalId })).note;
      return content.reviseDraft(ctx, { ...piece, note: approvalId === null ? null : (note ?? "") });
    },
    finishDraft: (ctx, input) => finishDraft(parts, ctx, input),
    openApproval: (ctx, input) => openApproval(parts, ctx, input),
    publishPost: (ctx, input) => publishPost(parts, ctx, input),
    async archivePost(ctx, { postId, slug }) {
      await cms.archivePost(ctx, { postId });
      return outcome(null, `Rejected; the draft post ${slug} is archived`);
    },
    learn: () => Promise.resolve(outcome(null, "not in this version")),
  };
}
