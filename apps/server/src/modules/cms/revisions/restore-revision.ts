import type { cmsContract, InputOf, PostAnswer } from "@cofounder/contracts";
import { allow, AppError, type Ctx } from "@cofounder/kernel";
import type { CmsDeps } from "../deps.ts";
import { authorOf } from "../posts/author.ts";
import { assertUnmoved, changePost, isOtherText, render } from "../posts/change-text.ts";
import { assertMatches } from "../posts/post.ts";
import { toPostAnswer } from "../posts/post-answer.ts";
import { lockPost } from "../posts/posts.queries.ts";
import { requirePost } from "../posts/read-posts.ts";
import { clearText } from "../publishing/clear-text.ts";
import { findEvidence, findRevision } from "./revisions.queries.ts";

/** Brings an earlier text back as a new revision, with its evidence. An archived post becomes a draft again by this. */
export async function restoreRevision(deps: CmsDeps, ctx: Ctx, input: InputOf<typeof cmsContract.restoreRevision>): Promise<PostAnswer> {
  allow(ctx, "cms.write");
  const { post: seen } = await requirePost(deps.sql, input.slug);
  assertMatches(seen, input.if_match);
  const wanted = await findRevision(deps.sql, seen.id, input.revision);
  if (wanted === undefined) throw new AppError("not_found", `The post has no revision ${input.revision}.`);
  const { title, excerpt, content } = wanted;
  const { id: postId, taskId, kind } = seen;
  let evidence = await findEvidence(deps.sql, postId, input.revision);
  const goesPublic = seen.status === "published" && isOtherText(seen, wanted);
  if (goesPublic) {
    allow(ctx, "cms.publish");
    evidence = await clearText(deps, ctx, { text: { postId, taskId, kind, title, content }, known: evidence, overrides: input.overrides });
  }
  const set = { title, excerpt, ...(seen.status === "archived" ? { status: "draft" as const } : {}) };
  const text = { set, content: { markdown: content, rendered: await render(deps, content) }, ...(isOtherText(seen, wanted) ? { evidence } : {}) };
  const change = { ...text, by: await authorOf(deps, ctx), reason: `restored from revision ${input.revision}`, now: deps.clock.now() };
  return deps.transaction(async (tx) => {
    const before = await lockPost(tx, postId);
    assertMatches(before, input.if_match);
    assertUnmoved(before, seen);
    await changePost(tx, ctx, { before, change });
    return toPostAnswer(await requirePost(tx, postId));
  });
}
