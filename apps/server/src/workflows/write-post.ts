import type { Ctx, Run, StepOutcome, WorkflowEnd } from "@cofounder/kernel";

/** What a writing task was asked for; texts are kept as sources and named by id. */
export interface WritePost {
  topic: string;
  audience: string | null;
  keywords: string[];
  style: string;
  tone: string;
  targetLength: number;
  category: string | null;
  tags: string[];
  publishMode: "draft" | "publish";
  sourceIds: string[];
}

export const writePostSteps = ["brief", "research", "outline", "draft", "check", "revise", "finish", "decide", "publish", "learn"] as const;

interface Piece {
  taskId: string;
  brief: WritePost;
}

export interface FinishedPost {
  postId: string;
  slug: string;
}

type Step<Input, Value> = (ctx: Ctx, input: Input) => Promise<StepOutcome<Value>>;

export interface WritePostDeps {
  writeBrief: Step<Piece, null>;
  gatherEvidence: Step<Piece, null>;
  outlineDraft: Step<Piece, null>;
  composeDraft: Step<Piece, null>;
  checkDraft: Step<Piece, null>;
  reviseDraft: Step<Piece & { approvalId: string | null }, null>;
  finishDraft: Step<Piece, FinishedPost>;
  openApproval: Step<Piece & FinishedPost, string>;
  publishPost: Step<Piece & FinishedPost & { approvalId: string }, "published" | "approved">;
  archivePost: Step<FinishedPost, null>;
  learn: Step<Piece, null>;
}

/** The main job: from a topic and sources to a page that a person has approved. */
export function writePost(deps: WritePostDeps) {
  return async (run: Run, brief: WritePost): Promise<WorkflowEnd> => {
    const piece = { taskId: run.taskId, brief };
    await run.step("brief", (ctx) => deps.writeBrief(ctx, piece));
    await run.step("research", (ctx) => deps.gatherEvidence(ctx, piece));
    await run.step("outline", (ctx) => deps.outlineDraft(ctx, piece));
    await run.step("draft", (ctx) => deps.composeDraft(ctx, piece));
    await run.step("check", (ctx) => deps.checkDraft(ctx, piece));

    let sentBack: string | null = null;
    for (;;) {
      const approvalId: string | null = sentBack;
      await run.step("revise", (ctx) => deps.reviseDraft(ctx, { ...piece, approvalId }));
      const post = await run.step("finish", (ctx) => deps.finishDraft(ctx, piece));
      const asked = await run.step("decide", (ctx) => deps.openApproval(ctx, { ...piece, ...post }));
      const decision = await run.waitForDecision(asked);
      if (decision === "changes") {
        sentBack = asked;
        continue;
      }
      const outcome = await run.step("publish", async (ctx): Promise<StepOutcome<string>> => {
        if (decision === "approve") return deps.publishPost(ctx, { ...piece, ...post, approvalId: asked });
        const { note } = await deps.archivePost(ctx, post);
        return { value: "rejected", note };
      });
      await run.step("learn", (ctx) => deps.learn(ctx, piece));
      return { outcome, result: { post_id: post.postId, slug: post.slug } };
    }
  };
}
