import type { cmsContract, InputOf, PostAnswer, ResponseOf } from "@cofounder/contracts";
import type { Sql } from "@cofounder/database";
import { allow, AppError, type Ctx, isAllowed, isUuid } from "@cofounder/kernel";
import type { CmsDeps } from "../deps.ts";
import { isSlug } from "../slug.ts";
import { toPostAnswer, toPostInList } from "./post-answer.ts";
import { findPostPage } from "./post-pages.queries.ts";
import { countByStatus, findTaskOfPost as findTask, findWholePost, type WholePost } from "./posts.queries.ts";

type Reads = Pick<CmsDeps, "sql">;

/** The post behind a slug or id, whoever asks. Throws `not_found`. */
export async function requirePost(from: Sql, key: string): Promise<WholePost> {
  const found = await findWholePost(from, key);
  if (found === undefined) throw new AppError("not_found", "There is no such post.");
  return found;
}

/**
 * The post as this reader may see it. A draft does not exist for the public; the address of an archived post is gone for
 * everybody, and only its id finds it, for those who may see drafts.
 */
export async function requireVisiblePost(from: Sql, ctx: Ctx, key: string): Promise<WholePost> {
  const found = await requirePost(from, key);
  const { status } = found.post;
  const isHidden = status !== "published" && !isAllowed(ctx, "cms.read_drafts");
  if (isHidden || (status === "archived" && !isUuid(key))) throw new AppError("not_found", "There is no such post.");
  return found;
}

export async function getPost(deps: Reads, ctx: Ctx, input: InputOf<typeof cmsContract.getPost>): Promise<PostAnswer> {
  return toPostAnswer(await requireVisiblePost(deps.sql, ctx, input.slug));
}

export async function listPosts(
  deps: Reads,
  ctx: Ctx,
  input: InputOf<typeof cmsContract.listPosts>,
): Promise<ResponseOf<typeof cmsContract.listPosts>> {
  if (!input.published_only) allow(ctx, "cms.read_drafts");
  const { skip, limit, category, tag } = input;
  const search = input.search?.replaceAll("\0", " ").trim();
  const isKnown = [category, tag].every((slug) => slug === undefined || isSlug(slug));
  const query = { isPublishedOnly: input.published_only, category, tag, search: search === "" ? undefined : search, limit, skip };
  const { rows, total } = isKnown ? await findPostPage(deps.sql, query) : { rows: [], total: 0 };
  const pagination = { page: Math.floor(skip / limit) + 1, pageSize: limit, total, pageCount: Math.ceil(total / limit) };
  return { data: rows.map(toPostInList), meta: { pagination } };
}

/** How many posts there are in each state. */
export async function countPosts(deps: Reads, ctx: Ctx, _input?: unknown): Promise<{ drafts: number; published: number; archived: number }> {
  allow(ctx, "cms.read_drafts");
  const counts = await countByStatus(deps.sql);
  return { drafts: counts.get("draft") ?? 0, published: counts.get("published") ?? 0, archived: counts.get("archived") ?? 0 };
}

/** The task that wrote the post; null for a post by hand and for one that is not there. */
export async function findTaskOfPost(deps: Reads, ctx: Ctx, input: { postId: string }): Promise<string | null> {
  allow(ctx, "cms.read_drafts");
  return findTask(deps.sql, input.postId);
}
