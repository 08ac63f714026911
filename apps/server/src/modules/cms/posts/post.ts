import { type Post, postEtag } from "@cofounder/contracts";
import { AppError, invalid } from "@cofounder/kernel";

export type PostStatus = Post["status"];

const moves: Record<PostStatus, readonly string[]> = {
  draft: ["publish", "archive"],
  published: ["unpublish", "archive"],
  archived: ["restore"],
};

const sentences: Record<PostStatus, string> = {
  draft: "The post is a draft",
  published: "The post is public already",
  archived: "The post is archived",
};

/** Throws `conflict` with the allowed moves unless the post may make this one. */
export function assertMove(status: PostStatus, move: "publish" | "unpublish"): void {
  if (moves[status].includes(move)) return;
  throw new AppError("conflict", `${sentences[status]}: it cannot be ${move}ed. Allowed from here: ${moves[status].join(", ")}.`, {
    allowed: [...moves[status]],
  });
}

export function assertNotArchived(status: PostStatus): void {
  if (status !== "archived") return;
  throw new AppError("conflict", "The post is archived: restore one of its revisions to work on it again.", { allowed: [...moves.archived] });
}

export interface Versioned {
  id: string;
  revision: number;
  status: PostStatus;
  updatedAt: Date;
}

export function etagOf(post: Versioned): string {
  return postEtag({ id: post.id, revision: post.revision, status: post.status, updated_at: post.updatedAt.toISOString() });
}

/**
 * Throws `stale` with the current ETag when If-Match names none of the post's. A tag marked weak counts too: it names a
 * version of the post, not bytes, and proxies that compress weaken what they pass on.
 */
export function assertMatches(post: Versioned, ifMatch: string | undefined): void {
  if (ifMatch === undefined) return;
  const wanted = ifMatch.split(",").map((tag) => tag.trim().replace(/^W\//, ""));
  const etag = etagOf(post);
  if (wanted.includes("*") || wanted.includes(etag)) return;
  throw new AppError("stale", "The post has changed since you read it. Read it again and repeat the change.", { etag });
}

/** The time of a write: now, but always after the write before it, so that each has an ETag of its own. */
export function timeOfWrite(now: Date, before: Date): Date {
  return now > before ? now : new Date(before.getTime() + 1);
}

/** Throws `invalid` for text that a database cannot hold. */
export function assertStorable(fields: Record<string, string | readonly string[] | null | undefined>): void {
  for (const [field, value] of Object.entries(fields)) {
    if (value === null || value === undefined) continue;
    if ((typeof value === "string" ? value : value.join("")).includes("\0"))
      throw invalid(["body", field], "may not hold a NUL character", "value_error.nul");
  }
}

const wordsPerMinute = 220;

/** Whole minutes that reading takes, at 220 words a minute; at least one. */
export function readingMinutes(wordCount: number): number {
  return Math.max(1, Math.ceil(wordCount / wordsPerMinute));
}

const longestExcerpt = 200;

/** An excerpt from a text's first paragraph: whole words, at most 200 characters. */
export function excerptOf(lead: string): string {
  if (lead.length <= longestExcerpt) return lead;
  const cut = lead.slice(0, longestExcerpt);
  const end = cut.lastIndexOf(" ");
  return `${cut.slice(0, end > 0 ? end : longestExcerpt - 1).replace(/[\s,;:–-]+$/, "")}…`;
}
