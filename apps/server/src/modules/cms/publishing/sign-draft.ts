import type { Override } from "@cofounder/contracts";
import { effectOf, once } from "@cofounder/database";
import { allow, AppError, type Ctx } from "@cofounder/kernel";
import type { CmsDeps } from "../deps.ts";
import { lockPost, type PostRow } from "../posts/posts.queries.ts";
import { findEvidence, saveEvidence } from "../revisions/revisions.queries.ts";
import type { Signature } from "./clearance.ts";

/** What a person has decided about a post that a workflow wrote. */
export interface ApprovedPost {
  postId: string;
  approvalId: string;
  /** The text that the person approved. */
  approved: { title: string; content: string };
  /** What that person has signed for, by name and time (ISO 8601). */
  signatures: readonly (Override & { signedBy: string; at: string })[];
}

export function isApprovedText(post: Pick<PostRow, "title" | "content">, { approved }: Pick<ApprovedPost, "approved">): boolean {
  return post.title === approved.title && post.content === approved.content;
}

export function signaturesOf({ approved, signatures }: Pick<ApprovedPost, "approved" | "signatures">): Signature[] {
  return signatures.map(({ rule, start, end, reason, signedBy, at }) => ({
    rule,
    start,
    end,
    reason,
    signed_by: signedBy,
    at,
    text: approved.content.slice(start, end),
  }));
}

export async function assertGranted(deps: Pick<CmsDeps, "isGranted">, { approvalId, postId }: ApprovedPost): Promise<void> {
  if (!(await deps.isGranted(approvalId, postId))) throw new AppError("forbidden", "Nobody has approved this post.");
}

/**
 * Keeps what a person has signed for with an approved draft, so that it counts when somebody publishes that text. False
 * when the text is another by now: nobody has signed for that one.
 */
export async function signDraft(deps: Pick<CmsDeps, "transaction" | "isGranted">, ctx: Ctx, input: ApprovedPost): Promise<boolean> {
  allow(ctx, "cms.write");
  await assertGranted(deps, input);
  return deps.transaction((tx) =>
    once(tx, effectOf(ctx, "cms.signDraft"), async () => {
      const post = await lockPost(tx, input.postId);
      if (!isApprovedText(post, input)) return false;
      if (post.status !== "draft") return true;
      const { id: postId, revision } = post;
      const known = await findEvidence(tx, postId, revision);
      await saveEvidence(tx, { postId, revision, evidence: { ...known, signatures: [...signaturesOf(input), ...known.signatures] } });
      return true;
    }),
  );
}
