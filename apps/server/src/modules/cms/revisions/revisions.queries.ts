import type { Sql, Tx } from "@cofounder/database";
import { and, desc, eq, lt, sql } from "drizzle-orm";
import type { Author } from "../posts/author.ts";
import { noEvidence, type TextEvidence } from "../publishing/clearance.ts";
import { postEvidence, revisions } from "../tables.ts";

const textColumns = {
  revision: revisions.revision,
  title: revisions.title,
  excerpt: revisions.excerpt,
  content: revisions.content,
  byName: revisions.byName,
  reason: revisions.reason,
  createdAt: revisions.createdAt,
};
const evidenceColumns = { claims: revisions.claims, coverage: revisions.coverage, sources: revisions.sources, signatures: revisions.signatures };

export interface RevisionRow {
  revision: number;
  title: string;
  excerpt: string;
  content: string;
  byName: string | null;
  reason: string | null;
  createdAt: Date;
}

export interface NewRevision {
  postId: string;
  revision: number;
  title: string;
  excerpt: string;
  content: string;
  by: Author;
  reason: string;
  createdAt: Date;
  evidence: TextEvidence;
}

export async function insertRevision(tx: Tx, { by, evidence, ...text }: NewRevision): Promise<void> {
  await tx.insert(revisions).values({ ...text, byId: by.id, byName: by.name, ...evidence });
}

const ofPost = (postId: string, revision: number) => and(eq(revisions.postId, postId), eq(revisions.revision, revision));

export async function findRevision(from: Sql, postId: string, revision: number): Promise<RevisionRow | undefined> {
  const [row] = await from.select(textColumns).from(revisions).where(ofPost(postId, revision));
  return row;
}

export interface RevisionPage {
  postId: string;
  /** Revisions before this one. */
  before: number | undefined;
  limit: number;
}

export async function findRevisionPage(from: Sql, { postId, before, limit }: RevisionPage): Promise<RevisionRow[]> {
  const isInPage = and(eq(revisions.postId, postId), before === undefined ? undefined : lt(revisions.revision, before));
  return from.select(textColumns).from(revisions).where(isInPage).orderBy(desc(revisions.revision)).limit(limit);
}

/** What that revision's text rests on. */
export async function findEvidence(from: Sql, postId: string, revision: number): Promise<TextEvidence> {
  const [row] = await from.select(evidenceColumns).from(revisions).where(ofPost(postId, revision));
  return row === undefined ? noEvidence : (row as TextEvidence);
}

export async function saveEvidence(
  tx: Tx,
  { postId, revision, evidence }: { postId: string; revision: number; evidence: TextEvidence },
): Promise<void> {
  await tx.update(revisions).set(evidence).where(ofPost(postId, revision));
}

/** Copies a revision's evidence to where the public reads it. */
export async function publishEvidence(tx: Tx, postId: string, revision: number): Promise<void> {
  const copied = tx
    .select({
      postId: revisions.postId,
      revision: revisions.revision,
      claims: sql<unknown>`coalesce(${revisions.claims}, '[]'::jsonb)`.as("claims"),
      coverage: revisions.coverage,
      sources: revisions.sources,
      signatures: revisions.signatures,
    })
    .from(revisions)
    .where(ofPost(postId, revision));
  await tx.delete(postEvidence).where(eq(postEvidence.postId, postId));
  await tx.insert(postEvidence).select(copied);
}

export async function withdrawEvidence(tx: Tx, postId: string): Promise<void> {
  await tx.delete(postEvidence).where(eq(postEvidence.postId, postId));
}

export async function findPublishedEvidence(from: Sql, postId: string): Promise<(TextEvidence & { revision: number }) | undefined> {
  const [row] = await from.select().from(postEvidence).where(eq(postEvidence.postId, postId));
  return row as (TextEvidence & { revision: number }) | undefined;
}
