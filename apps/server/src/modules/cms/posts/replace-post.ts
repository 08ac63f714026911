import { announce, type Tx } from "@cofounder/database";
import type { Ctx } from "@cofounder/kernel";
import { countMoves } from "../taxonomy/count-moves.ts";
import { applyCountMoves } from "../taxonomy/taxonomy.queries.ts";
import { listTagIds, type NewPostRow, type PostRow, savePost, savePostTags } from "./posts.queries.ts";

export type PostEvent = "post.updated" | "post.published" | "post.unpublished" | "post.archived";

export interface Replacement {
  /** The row as it was locked. */
  before: PostRow;
  after: PostRow;
  /** Its tags from now on; left out when they stay. */
  tagIds?: readonly string[] | undefined;
  event: PostEvent;
}

function changedColumns(before: PostRow, after: PostRow): Partial<NewPostRow> {
  return Object.fromEntries(Object.entries(after).filter(([name, value]) => before[name as keyof PostRow] !== value));
}

/** What a tag's list is filtered and sorted by. */
const listed = ["status", "categoryId", "publishedAt"] as const;

/** Writes a locked post as it shall be, with its tags, counters and event. */
export async function replacePost(tx: Tx, ctx: Ctx, { before, after, tagIds, event }: Replacement): Promise<void> {
  const tagsBefore = await listTagIds(tx, before.id);
  const tagsAfter = tagIds ?? tagsBefore;
  await savePost(tx, before.id, changedColumns(before, after));
  if (tagIds !== undefined || listed.some((name) => before[name] !== after[name])) await savePostTags(tx, after, tagsAfter);
  const { id: subjectId, slug, title, revision } = after;
  await announce(
    tx,
    ctx,
    event === "post.updated" ? { type: event, subjectId, data: { slug, title, revision } } : { type: event, subjectId, data: { slug, title } },
  );
  await applyCountMoves(tx, countMoves({ ...before, tagIds: tagsBefore }, { ...after, tagIds: tagsAfter }));
}
