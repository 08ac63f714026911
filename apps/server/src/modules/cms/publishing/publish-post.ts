import type { cmsContract, InputOf, PostAnswer } from "@cofounder/contracts";
import type { Tx } from "@cofounder/database";
import { allow, type Ctx } from "@cofounder/kernel";
import type { CmsDeps } from "../deps.ts";
import { assertUnmoved } from "../posts/change-text.ts";
import { assertMatches, assertMove, timeOfWrite } from "../posts/post.ts";
import { toPostAnswer } from "../posts/post-answer.ts";
import { lockPost, type PostRow } from "../posts/posts.queries.ts";
import { requirePost } from "../posts/read-posts.ts";
import { replacePost } from "../posts/replace-post.ts";
import { findEvidence, publishEvidence, saveEvidence } from "../revisions/revisions.queries.ts";
import type { TextEvidence } from "./clearance.ts";
import { clearText } from "./clear-text.ts";

/** Puts a locked draft before the public, with what its text rests on. Published again, it keeps its first date. */
export async function goPublic(tx: Tx, ctx: Ctx, { before, evidence, now }: { before: PostRow; evidence: TextEvidence; now: Date }): Promise<void> {
  const updatedAt = timeOfWrite(now, before.updatedAt);
  const publishedAt = before.firstPublishedAt ?? now;
  await saveEvidence(tx, { postId: before.id, revision: before.revision, evidence });
  await publishEvidence(tx, before.id, before.revision);
  await replacePost(tx, ctx, {
    before,
    after: { ...before, status: "published", publishedAt, firstPublishedAt: publishedAt, updatedAt },
    event: "post.published",
  });
}

/** A person publishes a post. Blocking problems of its text need a reason each (`overrides`). */
export async function publishPost(deps: CmsDeps, ctx: Ctx, input: InputOf<typeof cmsContract.publishPost>): Promise<PostAnswer> {
  allow(ctx, "cms.publish");
  const { post: seen } = await requirePost(deps.sql, input.slug);
  assertMatches(seen, input.if_match);
  assertMove(seen.status, "publish");
  const { id: postId, taskId, kind, title, content } = seen;
  const known = await findEvidence(deps.sql, postId, seen.revision);
  const evidence = await clearText(deps, ctx, { text: { postId, taskId, kind, title, content }, known, overrides: input.overrides });
  return deps.transaction(async (tx) => {
    const before = await lockPost(tx, postId);
    assertMatches(before, input.if_match);
    assertUnmoved(before, seen);
    await goPublic(tx, ctx, { before, evidence, now: deps.clock.now() });
    return toPostAnswer(await requirePost(tx, postId));
  });
}
