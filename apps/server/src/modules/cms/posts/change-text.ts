import type { Tx } from "@cofounder/database";
import { AppError, type Ctx, invalid } from "@cofounder/kernel";
import type { CmsDeps, RenderedMarkdown } from "../deps.ts";
import { noEvidence, type TextEvidence } from "../publishing/clearance.ts";
import { findEvidence, insertRevision, publishEvidence, saveEvidence } from "../revisions/revisions.queries.ts";
import { ensureCategory, ensureTags } from "../taxonomy/taxonomy.queries.ts";
import type { Author } from "./author.ts";
import { findExcess } from "./markdown-limits.ts";
import { timeOfWrite } from "./post.ts";
import { listTagIds, type PostRow } from "./posts.queries.ts";
import { replacePost } from "./replace-post.ts";

/** Renders what was given as a post's text. Throws `invalid` for a text that no page could bear. */
export async function render({ renderMarkdown }: Pick<CmsDeps, "renderMarkdown">, content: string): Promise<RenderedMarkdown> {
  const excess = findExcess(content);
  if (excess !== null) throw invalid(["body", "content"], excess, "value_error.too_intricate");
  return renderMarkdown(content);
}

export interface PostChange {
  /** Columns that are given as they shall be. */
  set: Partial<Pick<PostRow, "slug" | "title" | "excerpt" | "kind" | "status" | "seoTitle" | "seoDescription" | "seoKeywords">>;
  content?: { markdown: string; rendered: RenderedMarkdown } | undefined;
  /** By name; null for none; left out when it stays. */
  category?: string | null | undefined;
  tags?: readonly string[] | undefined;
  /** What a new text rests on; left out where it keeps what still holds of the text before. */
  evidence?: TextEvidence | undefined;
  by: Author;
  reason: string;
  now: Date;
}

const textColumns = ["title", "excerpt", "content"] as const;

export function isOtherText(before: Pick<PostRow, "title" | "excerpt" | "content">, after: Pick<PostRow, "title" | "excerpt" | "content">): boolean {
  return textColumns.some((name) => before[name] !== after[name]);
}

function withContent({ content }: PostChange): Partial<PostRow> {
  if (content === undefined) return {};
  return { content: content.markdown, contentHtml: content.rendered.html, wordCount: content.rendered.wordCount };
}

/** What the next text rests on when nobody said: the same sources; claims and signatures only where the text they are about stays. */
async function inherited(tx: Tx, before: PostRow, after: PostRow): Promise<TextEvidence> {
  const known = await findEvidence(tx, before.id, before.revision);
  if (before.content !== after.content) return { ...noEvidence, sources: known.sources };
  return before.title === after.title ? known : { ...known, signatures: [] };
}

function isSame(before: PostRow, after: PostRow): boolean {
  return Object.entries(after).every(([name, value]) => before[name as keyof PostRow] === value);
}

async function changedTags(tx: Tx, before: PostRow, { tags, now }: PostChange): Promise<string[] | undefined> {
  if (tags === undefined) return undefined;
  const [given, had] = [await ensureTags(tx, tags, now), await listTagIds(tx, before.id)];
  return given.length === had.length && given.every((id) => had.includes(id)) ? undefined : given;
}

async function writeEvidence(tx: Tx, { before, after, change }: { before: PostRow; after: PostRow; change: PostChange }): Promise<void> {
  const { id: postId, revision, title, excerpt, content } = after;
  if (revision !== before.revision) {
    const evidence = change.evidence ?? (await inherited(tx, before, after));
    await insertRevision(tx, {
      postId,
      revision,
      title,
      excerpt,
      content,
      by: change.by,
      reason: change.reason,
      createdAt: after.updatedAt,
      evidence,
    });
  } else if (change.evidence !== undefined) {
    await saveEvidence(tx, { postId, revision, evidence: change.evidence });
  } else return;
  if (after.status === "published") await publishEvidence(tx, postId, revision);
}

/**
 * Changes a locked post: another text is a new revision, and of a public post its evidence goes public with it. Nothing is
 * written, and nobody told, when nothing changes.
 */
export async function changePost(tx: Tx, ctx: Ctx, { before, change }: { before: PostRow; change: PostChange }): Promise<void> {
  const categoryId =
    change.category === undefined ? before.categoryId : change.category === null ? null : await ensureCategory(tx, change.category, change.now);
  const tagIds = await changedTags(tx, before, change);
  const wanted = { ...before, ...change.set, ...withContent(change), categoryId };
  const after = {
    ...wanted,
    revision: before.revision + (isOtherText(before, wanted) ? 1 : 0),
    updatedAt: timeOfWrite(change.now, before.updatedAt),
  };
  await writeEvidence(tx, { before, after, change });
  if (tagIds !== undefined || !isSame(before, wanted)) await replacePost(tx, ctx, { before, after, tagIds, event: "post.updated" });
}

/** Throws `conflict` when a post has gone public, or has got another text, since it was looked at. */
export function assertUnmoved(locked: PostRow, seen: PostRow): void {
  if (locked.status === seen.status && locked.revision === seen.revision) return;
  throw new AppError("conflict", "The post was changed by somebody else at the same moment. Read it again and repeat.");
}
