import type { cmsContract, InputOf, ResponseOf } from "@cofounder/contracts";
import { decodeCursor, page } from "@cofounder/database";
import { allow, type Ctx } from "@cofounder/kernel";
import type { CmsDeps } from "../deps.ts";
import { requirePost } from "../posts/read-posts.ts";
import { findRevisionPage } from "./revisions.queries.ts";

/** A post's revisions, newest first; those of an archived post too. */
export async function listRevisions(
  deps: Pick<CmsDeps, "sql">,
  ctx: Ctx,
  input: InputOf<typeof cmsContract.listRevisions>,
): Promise<ResponseOf<typeof cmsContract.listRevisions>> {
  allow(ctx, "cms.read_drafts");
  const before = input.cursor === undefined ? undefined : Math.min(Number(decodeCursor(input.cursor, 1)[0]) || 0, 2 ** 31 - 1);
  const { post } = await requirePost(deps.sql, input.slug);
  const rows = await findRevisionPage(deps.sql, { postId: post.id, before, limit: input.limit + 1 });
  const { data, next_cursor } = page(rows, input.limit, (row) => [row.revision]);
  return {
    data: data.map(({ revision, title, content, excerpt, byName, reason, createdAt }) => ({
      revision,
      title,
      content,
      excerpt,
      by: byName,
      reason,
      created_at: createdAt.toISOString(),
    })),
    next_cursor,
  };
}
