import type { cmsContract, InputOf, PostAnswer } from "@cofounder/contracts";
import { allow, type Ctx } from "@cofounder/kernel";
import type { CmsDeps } from "../deps.ts";
import { assertMatches, assertMove, timeOfWrite } from "../posts/post.ts";
import { toPostAnswer } from "../posts/post-answer.ts";
import { lockPost } from "../posts/posts.queries.ts";
import { requirePost } from "../posts/read-posts.ts";
import { replacePost } from "../posts/replace-post.ts";
import { withdrawEvidence } from "../revisions/revisions.queries.ts";

/** Takes a post off the site; it is a draft again. */
export async function unpublishPost(
  deps: Pick<CmsDeps, "sql" | "transaction" | "clock">,
  ctx: Ctx,
  input: InputOf<typeof cmsContract.unpublishPost>,
): Promise<PostAnswer> {
  allow(ctx, "cms.publish");
  const { post } = await requirePost(deps.sql, input.slug);
  return deps.transaction(async (tx) => {
    const before = await lockPost(tx, post.id);
    assertMatches(before, input.if_match);
    assertMove(before.status, "unpublish");
    const after = { ...before, status: "draft" as const, publishedAt: null, updatedAt: timeOfWrite(deps.clock.now(), before.updatedAt) };
    await withdrawEvidence(tx, post.id);
    await replacePost(tx, ctx, { before, after, event: "post.unpublished" });
    return toPostAnswer(await requirePost(tx, post.id));
  });
}
