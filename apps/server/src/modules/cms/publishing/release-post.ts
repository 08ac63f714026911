import { effectOf, once } from "@cofounder/database";
import { allow, type Ctx } from "@cofounder/kernel";
import type { CmsDeps } from "../deps.ts";
import { assertMove } from "../posts/post.ts";
import { lockPost } from "../posts/posts.queries.ts";
import { findEvidence } from "../revisions/revisions.queries.ts";
import { goPublic } from "./publish-post.ts";
import { type ApprovedPost, assertGranted, isApprovedText, signaturesOf } from "./sign-draft.ts";

export interface ReleasedPost {
  id: string;
  slug: string;
  /** `other_text`: the text was changed after it was approved, so it waits for a person to publish it. */
  outcome: "published" | "other_text";
}

/** A workflow publishes a post: only with the granted approval of that very post and text. One that is public already stays so. */
export async function releasePost(deps: Pick<CmsDeps, "transaction" | "clock" | "isGranted">, ctx: Ctx, input: ApprovedPost): Promise<ReleasedPost> {
  allow(ctx, "cms.publish");
  await assertGranted(deps, input);
  return deps.transaction((tx) =>
    once(tx, effectOf(ctx, "cms.releasePost"), async (): Promise<ReleasedPost> => {
      const before = await lockPost(tx, input.postId);
      const { id, slug } = before;
      if (before.status === "published") return { id, slug, outcome: "published" };
      assertMove(before.status, "publish");
      if (!isApprovedText(before, input)) return { id, slug, outcome: "other_text" };
      const known = await findEvidence(tx, id, before.revision);
      await goPublic(tx, ctx, { before, evidence: { ...known, signatures: signaturesOf(input) }, now: deps.clock.now() });
      return { id, slug, outcome: "published" };
    }),
  );
}
