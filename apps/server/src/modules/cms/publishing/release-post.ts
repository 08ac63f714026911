import type { Override } from "@cofounder/contracts";
import { effectOf, once } from "@cofounder/database";
import { allow, AppError, type Ctx } from "@cofounder/kernel";
import type { CmsDeps } from "../deps.ts";
import { assertMove } from "../posts/post.ts";
import { lockPost } from "../posts/posts.queries.ts";
import { findEvidence } from "../revisions/revisions.queries.ts";
import type { Signature } from "./clearance.ts";
import { goPublic } from "./publish-post.ts";

export interface ReleasePost {
  postId: string;
  approvalId: string;
  /** What the person who decided has signed for, by name and time (ISO 8601). */
  signatures: readonly (Override & { signedBy: string; at: string })[];
}

/** A workflow publishes a post: only with the granted approval of that very post. One that is public already stays so. */
export async function releasePost(
  deps: Pick<CmsDeps, "transaction" | "clock" | "isGranted">,
  ctx: Ctx,
  input: ReleasePost,
): Promise<{ id: string; slug: string }> {
  allow(ctx, "cms.publish");
  if (!(await deps.isGranted(input.approvalId, input.postId))) throw new AppError("forbidden", "Nobody has approved that this post is published.");
  return deps.transaction((tx) =>
    once(tx, effectOf(ctx, "cms.releasePost"), async () => {
      const before = await lockPost(tx, input.postId);
      const { id, slug, content } = before;
      if (before.status === "published") return { id, slug };
      assertMove(before.status, "publish");
      const known = await findEvidence(tx, id, before.revision);
      const signatures = input.signatures.map(({ rule, start, end, reason, signedBy, at }): Signature => ({
        rule,
        start,
        end,
        reason,
        signed_by: signedBy,
        at,
        text: content.slice(start, end),
      }));
      await goPublic(tx, ctx, { before, evidence: { ...known, signatures }, now: deps.clock.now() });
      return { id, slug };
    }),
  );
}
