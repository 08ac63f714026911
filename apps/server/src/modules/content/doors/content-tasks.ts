import { type contentContract, type ContentResult, type ContentTask, type InputOf, type ResponseOf } from "@cofounder/contracts";
import { allow, AppError, type Ctx, invalid } from "@cofounder/kernel";
import type { ContentDeps, WritingTask } from "../deps.ts";
import { type Draft, findDraft, findDraftSummaries } from "../drafts/drafts.queries.ts";

/** The words of this surface for the states of a task; `approved`, `published` and `rejected` are ends. */
function statusOf(task: Pick<WritingTask, "state" | "outcome">): string {
  switch (task.state) {
    case "queued":
      return "pending";
    case "running":
      return "processing";
    case "completed":
      return task.outcome ?? "completed";
    default:
      return task.state;
  }
}

const ends = ["approved", "published", "rejected"];
const states: Record<string, string> = {
  pending: "queued",
  processing: "running",
  paused: "paused",
  awaiting_approval: "awaiting_approval",
  failed: "failed",
  cancelled: "cancelled",
};

function readStatus(status: string | undefined): { state?: string; outcome?: string } {
  if (status === undefined) return {};
  if (ends.includes(status)) return { state: "completed", outcome: status };
  const state = states[status];
  if (state === undefined) throw invalid(["query", "status"], `must be one of ${[...Object.keys(states), ...ends].join(", ")}`, "enum");
  return { state };
}

/** From here on there is something to look at. */
const withResult = new Set(["awaiting_approval", "completed"]);

function resultOf(draft: Draft): ContentResult {
  const blocking = draft.report?.problems.filter((problem) => problem.severity === "blocking") ?? [];
  return {
    title: draft.title,
    content: draft.markdown,
    excerpt: draft.excerpt,
    summary: draft.excerpt,
    word_count: draft.wordCount,
    featured_image_url: null,
    featured_image_source: null,
    model_used: "embedded",
    quality_score: draft.report?.quality.score ?? null,
    tags: [],
    strapi_post_id: null,
    strapi_url: null,
    task_metadata: {
      kind: draft.kind === "article" ? "article" : "digest",
      coverage: draft.coverage,
      blocking: blocking.map(({ rule, message }) => ({ rule, message })),
      post_id: draft.postId,
      slug: draft.slug,
      sources: draft.sources,
    },
  };
}

export async function getContentTask(deps: ContentDeps, ctx: Ctx, input: InputOf<typeof contentContract.getContentTask>): Promise<ContentTask> {
  allow(ctx, "tasks.read");
  const task = await deps.findTask(ctx, input.task_id);
  const draft = withResult.has(task.state) || task.state === "paused" ? await findDraft(deps.sql, input.task_id) : undefined;
  return {
    task_id: task.id,
    task_type: "blog_post",
    status: statusOf(task),
    topic: task.topic,
    progress: { percent: task.percent, step: task.step, message: task.message },
    approval_id: task.approvalId,
    result: draft?.postId === null || draft === undefined ? null : resultOf(draft),
    error: task.error,
    created_at: task.createdAt,
    updated_at: task.updatedAt,
  };
}

export async function listContentTasks(
  deps: ContentDeps,
  ctx: Ctx,
  input: InputOf<typeof contentContract.listContentTasks>,
): Promise<ResponseOf<typeof contentContract.listContentTasks>> {
  allow(ctx, "tasks.read");
  if (input.task_type !== undefined && input.task_type !== "blog_post") return { drafts: [], total: 0, limit: input.limit, offset: input.offset };
  const { tasks, total } = await deps.findTasks(ctx, { ...readStatus(input.status), limit: input.limit, offset: input.offset });
  const summaries = new Map(
    (
      await findDraftSummaries(
        deps.sql,
        tasks.map((task) => task.id),
      )
    ).map((draft) => [draft.taskId, draft]),
  );
  const drafts = tasks.map((task) => {
    const draft = summaries.get(task.id);
    return {
      draft_id: task.id,
      title: draft?.title ?? task.topic,
      created_at: task.createdAt,
      status: statusOf(task),
      word_count: draft?.wordCount ?? 0,
      summary: draft === undefined || draft.excerpt === "" ? null : draft.excerpt,
    };
  });
  return { drafts, total, limit: input.limit, offset: input.offset };
}

export async function deleteContentTask(
  deps: ContentDeps,
  ctx: Ctx,
  input: InputOf<typeof contentContract.deleteContentTask>,
): Promise<ResponseOf<typeof contentContract.deleteContentTask>> {
  await deps.deleteTask(ctx, input.task_id);
  return { task_id: input.task_id, deleted: true, message: "The task is off the lists; what was published stays published." };
}

/** The older way to decide: the same question, the same rules. */
export async function approveContentTask(
  deps: ContentDeps,
  ctx: Ctx,
  input: InputOf<typeof contentContract.approveContentTask>,
): Promise<ResponseOf<typeof contentContract.approveContentTask>> {
  allow(ctx, "approvals.decide");
  const task = await deps.findTask(ctx, input.task_id);
  const open = await deps.findApproval(ctx, input.task_id);
  if (open === undefined)
    throw new AppError("conflict", `This task is ${statusOf(task).replace("_", " ")} and waits for no decision.`, { allowed: [] });
  const note = `${input.human_feedback}\n(reviewer: ${input.reviewer_id})`;
  const decided = await deps.decide(ctx, { approvalId: open.id, decision: input.approved ? "approve" : "reject", note });
  const draft = await findDraft(deps.sql, input.task_id);
  const isPublic = task.outcome === "published";
  return {
    task_id: input.task_id,
    approval_status: decided.status,
    strapi_post_id: null,
    published_url: isPublic && draft?.slug ? `${deps.publicUrl}/posts/${draft.slug}` : null,
    approval_timestamp: decided.decision?.at ?? deps.clock.now().toISOString(),
    reviewer_id: input.reviewer_id,
    message: input.approved ? "Approved: the task goes on." : "Rejected: the draft is archived.",
  };
}
