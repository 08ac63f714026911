import { prepared, type Sql, type Tx } from "@cofounder/database";
import { and, between, desc, eq, inArray, lt, ne, sql } from "drizzle-orm";
import { snapshots, sources, type StoredFlag } from "../tables.ts";
import type { Source, SourceRow } from "./source.ts";

const rowColumns = {
  id: sources.id,
  title: sources.title,
  isTitleGiven: sources.isTitleGiven,
  url: sources.url,
  format: sources.format,
  charset: sources.charset,
  status: sources.status,
  reason: sources.reason,
  sha256: sources.sha256,
  fetchedAt: sources.fetchedAt,
  passages: sources.passages,
  flags: sources.flags,
  createdAt: sources.createdAt,
};

const snapshotColumns = { bytes: snapshots.bytes, mediaType: snapshots.mediaType };
/** What the document says of itself. */
const declaredColumns = { author: sources.author, published_at: sources.publishedAt, canonical_url: sources.canonicalUrl };

export type SourceWithSnapshot = SourceRow & { snapshot: { bytes: number; mediaType: string } | null };

const sourceById = prepared((db) =>
  db
    .select({ ...rowColumns, snapshot: snapshotColumns, declared: declaredColumns })
    .from(sources)
    .leftJoin(snapshots, eq(snapshots.sha256, sources.sha256))
    .where(eq(sources.id, sql.placeholder("id")))
    .prepare("research_source_by_id"),
);

export async function selectSource(db: Sql, id: string) {
  const [row] = await sourceById(db).execute({ id });
  return row;
}

/** Newest first: ids sort by the time they were made. */
export async function selectSources(db: Sql, query: { limit: number; before?: string }): Promise<SourceWithSnapshot[]> {
  return db
    .select({ ...rowColumns, snapshot: snapshotColumns })
    .from(sources)
    .leftJoin(snapshots, eq(snapshots.sha256, sources.sha256))
    .where(query.before === undefined ? undefined : lt(sources.id, query.before))
    .orderBy(desc(sources.id))
    .limit(query.limit);
}

const sourcesById = prepared((db) =>
  db
    .select(rowColumns)
    .from(sources)
    .where(sql`${sources.id} = any(${sql.placeholder("ids")}::uuid[])`)
    .prepare("research_sources_by_id"),
);

export async function selectSourcesById(db: Sql, ids: readonly string[]): Promise<SourceRow[]> {
  return ids.length === 0 ? [] : sourcesById(db).execute({ ids });
}

export interface ReadText {
  id: string;
  title: string;
  url: string | null;
  text: string;
  sha256: string;
  fetchedAt: Date;
}

export async function selectTexts(db: Sql, ids: readonly string[]): Promise<ReadText[]> {
  if (ids.length === 0) return [];
  const { id, title, url, text, sha256, fetchedAt } = sources;
  const rows = await db
    .select({ id, title, url, text, sha256, fetchedAt })
    .from(sources)
    .where(and(inArray(sources.id, [...ids]), eq(sources.status, "read")));
  return rows.flatMap((row) =>
    row.text === null || row.sha256 === null || row.fetchedAt === null
      ? []
      : [{ ...row, text: row.text, sha256: row.sha256, fetchedAt: row.fetchedAt }],
  );
}

export type NewSource = Pick<Source, "id" | "title" | "isTitleGiven" | "url" | "format" | "charset" | "sha256" | "fetchedAt" | "createdAt">;

export async function insertSources(tx: Tx, rows: readonly NewSource[]): Promise<void> {
  if (rows.length > 0) await tx.insert(sources).values(rows.map((row) => ({ ...row, status: "waiting" as const })));
}

/** Changes a source unless it has been read already; tells whether it did. */
export async function updateUnread(tx: Tx, id: string, changes: Partial<Source>): Promise<boolean> {
  const changed = await tx
    .update(sources)
    .set(changes)
    .where(and(eq(sources.id, id), inArray(sources.status, ["waiting", "failed"])))
    .returning({ id: sources.id });
  return changed.length > 0;
}

const flagsById = prepared((db) =>
  db
    .select({ id: sources.id, flags: sources.flags })
    .from(sources)
    .where(sql`${sources.id} = any(${sql.placeholder("ids")}::uuid[])`)
    .prepare("research_flags_by_id"),
);

export async function selectFlags(db: Sql, ids: readonly string[]): Promise<Pick<Source, "id" | "flags">[]> {
  return ids.length === 0 ? [] : flagsById(db).execute({ ids });
}

export async function lockFlags(tx: Tx, ids: readonly string[]): Promise<Pick<Source, "id" | "flags">[]> {
  return tx
    .select({ id: sources.id, flags: sources.flags })
    .from(sources)
    .where(inArray(sources.id, [...ids]))
    .orderBy(sources.id)
    .for("update");
}

export async function updateFlags(tx: Tx, id: string, flags: StoredFlag[]): Promise<void> {
  await tx.update(sources).set({ flags }).where(eq(sources.id, id));
}

/** The newest other sources of about this many passages, oldest first: what a source of that length may be a copy of. */
export async function selectSimilarInLength(db: Sql, { id, passages }: Pick<Source, "id" | "passages">, limit: number): Promise<string[]> {
  const rows = await db
    .select({ id: sources.id })
    .from(sources)
    .where(and(ne(sources.id, id), eq(sources.status, "read"), between(sources.passages, Math.floor(passages / 2), passages * 2 + 1)))
    .orderBy(desc(sources.id))
    .limit(limit);
  return rows.map((row) => row.id).toReversed();
}

/** The source that holds what an address said in these bytes, read or about to be. */
export async function selectVersion(tx: Tx, { url, sha256 }: { url: string; sha256: string }): Promise<string | undefined> {
  const [row] = await tx
    .select({ id: sources.id })
    .from(sources)
    .where(and(eq(sources.sha256, sha256), eq(sources.url, url)))
    .orderBy(desc(sources.id))
    .limit(1);
  return row?.id;
}
