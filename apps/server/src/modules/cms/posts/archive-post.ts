import type { cmsContract, InputOf, ResponseOf } from "@cofounder/contracts";
import { allow, type Ctx } from "@cofounder/kernel";
import type { CmsDeps } from "../deps.ts";
import { withdrawEvidence } from "../revisions/revisions.queries.ts";
import { assertMatches, timeOfWrite } from "./post.ts";
import { lockPost } from "./posts.queries.ts";
import { requirePost } from "./read-posts.ts";
import { replacePost } from "./replace-post.ts";

type Deps = Pick<CmsDeps, "sql" | "transaction" | "clock">;
type Archived = ResponseOf<typeof cmsContract.deletePost>;

async function archive(deps: Deps, ctx: Ctx, { key, ifMatch }: { key: string; ifMatch: string | undefined }): Promise<Archived> {
  const { post: seen } = await requirePost(deps.sql, key);
  return deps.transaction(async (tx) => {
    const before = await lockPost(tx, seen.id);
    assertMatches(before, ifMatch);
    const { id, slug } = before;
    if (before.status !== "archived") {
      const after = { ...before, status: "archived" as const, publishedAt: null, updatedAt: timeOfWrite(deps.clock.now(), before.updatedAt) };
      await withdrawEvidence(tx, id);
      await replacePost(tx, ctx, { before, after, event: "post.archived" });
    }
    return { id, slug, status: "archived" };
  });
}

/** Archives a post: it leaves the site and the lists, its revisions stay. Archiving it again is harmless. */
export async function deletePost(deps: Deps, ctx: Ctx, input: InputOf<typeof cmsContract.deletePost>): Promise<Archived> {
  allow(ctx, "cms.write");
  return archive(deps, ctx, { key: input.slug, ifMatch: input.if_match });
}

/** The same for a workflow whose draft was rejected. */
export async function archivePost(deps: Deps, ctx: Ctx, input: { postId: string }): Promise<Archived> {
  allow(ctx, "cms.write");
  return archive(deps, ctx, { key: input.postId, ifMatch: undefined });
}
