import { isDuplicate, prepared, type Sql, type Tx } from "@cofounder/database";
import { AppError, isUuid } from "@cofounder/kernel";
import { and, eq, getTableColumns, notInArray, type SQL, sql } from "drizzle-orm";
import { isSlug } from "../slug.ts";
import { categories, postCounts, posts, postTags, tags } from "../tables.ts";
import type { PostStatus } from "./post.ts";

const { search: _search, ...postColumns } = getTableColumns(posts);
const { contentHtml: _contentHtml, ...listColumns } = postColumns;
const categoryColumns = getTableColumns(categories);

export type PostRow = Omit<typeof posts.$inferSelect, "search">;
export type NewPostRow = Omit<typeof posts.$inferInsert, "search">;
export type CategoryRow = typeof categories.$inferSelect;
export interface TagOfPost {
  id: string;
  name: string;
  slug: string;
  color: string | null;
}

/** A post with what an answer says beside it. */
export interface WholePost {
  post: PostRow;
  category: CategoryRow | null;
  tags: TagOfPost[];
}

/** The tags of a post in an outer statement over `cms.posts`, by name. */
export const tagsOfPost = sql<TagOfPost[]>`(
  select coalesce(jsonb_agg(jsonb_build_object('id', t.id, 'name', t.name, 'slug', t.slug, 'color', t.color) order by t.name, t.id), '[]'::jsonb)
  from ${postTags} pt join ${tags} t on t.id = pt.tag_id where pt.post_id = ${posts}.id
)`;

export const inList = { post: listColumns, category: { name: categories.name, slug: categories.slug }, tags: tagsOfPost };

function wholePost(from: Sql, where: SQL) {
  return from
    .select({ post: postColumns, category: categoryColumns, tags: tagsOfPost })
    .from(posts)
    .leftJoin(categories, eq(categories.id, posts.categoryId))
    .where(where);
}

const postBySlug = prepared((from) => wholePost(from, eq(posts.slug, sql.placeholder("key"))).prepare("cms_post_by_slug"));
const postById = prepared((from) => wholePost(from, eq(posts.id, sql.placeholder("key"))).prepare("cms_post_by_id"));

/** A post by slug or id, in whatever state it is. */
export async function findWholePost(from: Sql, key: string): Promise<WholePost | undefined> {
  if (!isUuid(key) && !isSlug(key)) return undefined;
  const [found] = await (isUuid(key) ? postById : postBySlug)(from).execute({ key });
  return found;
}

/** Holds the post's row against other writers until the transaction ends. */
export async function lockPost(tx: Tx, id: string): Promise<PostRow> {
  const [row] = await tx.select(postColumns).from(posts).where(eq(posts.id, id)).for("update");
  if (row === undefined) throw new AppError("not_found", "There is no such post.");
  return row;
}

/** Holds the row of the post that a task has written; undefined when it has written none. */
export async function lockPostOfTask(tx: Tx, taskId: string): Promise<PostRow | undefined> {
  const [row] = await tx.select(postColumns).from(posts).where(eq(posts.taskId, taskId)).for("update");
  return row;
}

/** Inserts the post unless its slug is taken, by anybody up to this moment; says whether it did. */
export async function insertPost(tx: Tx, row: NewPostRow): Promise<boolean> {
  const inserted = await tx.insert(posts).values(row).onConflictDoNothing({ target: posts.slug }).returning({ id: posts.id });
  return inserted.length > 0;
}

export async function savePost(tx: Tx, id: string, set: Partial<NewPostRow>): Promise<void> {
  try {
    await tx.update(posts).set(set).where(eq(posts.id, id));
  } catch (error) {
    if (isDuplicate(error, "posts_slug")) throw new AppError("conflict", `Another post has the address "${set.slug}" already.`, { cause: error });
    throw error;
  }
}

export async function listTagIds(from: Sql, postId: string): Promise<string[]> {
  const rows = await from.select({ tagId: postTags.tagId }).from(postTags).where(eq(postTags.postId, postId));
  return rows.map((row) => row.tagId);
}

/** Gives the post these tags and no others, with what a tag's list is sorted and filtered by. */
export async function savePostTags(
  tx: Tx,
  post: Pick<PostRow, "id" | "categoryId" | "status" | "publishedAt" | "createdAt">,
  tagIds: readonly string[],
): Promise<void> {
  await tx.delete(postTags).where(and(eq(postTags.postId, post.id), notInArray(postTags.tagId, [...tagIds])));
  if (tagIds.length === 0) return;
  const { id: postId, categoryId, status, publishedAt, createdAt } = post;
  await tx
    .insert(postTags)
    .values(tagIds.map((tagId) => ({ postId, tagId, categoryId, status, publishedAt, createdAt })))
    .onConflictDoUpdate({ target: [postTags.postId, postTags.tagId], set: { categoryId, status, publishedAt } });
}

/** How many posts are in each state, from the counters. */
export async function countByStatus(from: Sql): Promise<ReadonlyMap<PostStatus, number>> {
  const rows = await from.select().from(postCounts);
  return new Map(rows.map((row) => [row.status, row.posts]));
}

export async function findTaskOfPost(from: Sql, postId: string): Promise<string | null> {
  const [row] = await from.select({ taskId: posts.taskId }).from(posts).where(eq(posts.id, postId));
  return row?.taskId ?? null;
}
