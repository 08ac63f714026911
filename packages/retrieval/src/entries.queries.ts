import type { Sql, Tx } from "@cofounder/database";
import { uuidv7 } from "@cofounder/kernel";
import { and, asc, eq, gt, sql } from "drizzle-orm";
import { entries, unembedded } from "./tables.ts";

export interface Owner {
  /** What kind of thing the text belongs to: `source`, `memory`. */
  kind: string;
  id: string;
}

export interface NewEntry {
  owner: Owner;
  /** Place among the owner's entries. An entry that stands there already stays as it is. */
  position: number;
  text: string;
  /** UTF-16 positions in the owner's text. */
  start: number;
  end: number;
  language?: string;
  /** Kept, but never found. */
  isFlagged?: boolean;
}

/** Building a longer statement would hold up the event loop. */
const rowsPerInsert = 50;

/** Inserts what is not there yet and queues it for the embedder. Returns how many were new. */
export async function insertEntries(tx: Tx, wanted: readonly NewEntry[]): Promise<number> {
  let count = 0;
  for (let first = 0; first < wanted.length; first += rowsPerInsert) {
    const rows = wanted.slice(first, first + rowsPerInsert).map(({ owner, language, isFlagged, ...entry }) => ({
      ...entry,
      id: uuidv7(),
      ownerKind: owner.kind,
      ownerId: owner.id,
      language: language ?? null,
      isFlagged: isFlagged ?? false,
    }));
    const added = await tx.insert(entries).values(rows).onConflictDoNothing().returning({ entryId: entries.id, isFlagged: entries.isFlagged });
    const toEmbed = added.filter((entry) => !entry.isFlagged).map(({ entryId }) => ({ entryId }));
    if (toEmbed.length > 0) await tx.insert(unembedded).values(toEmbed);
    count += added.length;
  }
  return count;
}

export interface Entry {
  id: string;
  position: number;
  text: string;
  /** UTF-16 positions in the owner's text. */
  start: number;
  end: number;
  isFlagged: boolean;
}

export async function selectOwnerEntries(db: Sql, owner: Owner, { after, limit }: { after: number; limit: number }): Promise<Entry[]> {
  const { id, position, text, start, end, isFlagged } = entries;
  return db
    .select({ id, position, text, start, end, isFlagged })
    .from(entries)
    .where(and(eq(entries.ownerKind, owner.kind), eq(entries.ownerId, owner.id), gt(entries.position, after)))
    .orderBy(asc(entries.position))
    .limit(limit);
}

export async function deleteOwnerEntries(tx: Tx, owner: Owner): Promise<void> {
  await deleteOwnersEntries(tx, owner.kind, [owner.id]);
}

export async function deleteOwnersEntries(tx: Tx, kind: string, ids: readonly string[]): Promise<void> {
  await tx.delete(entries).where(and(eq(entries.ownerKind, kind), sql`${entries.ownerId} = any(${sql.param([...ids])}::uuid[])`));
}

export interface Unembedded {
  id: string;
  text: string;
}

/** An entry that the embedder could not take this often is left to lexical search. */
const maxAttempts = 5;
const leaseSeconds = 60;

/** Takes up to `limit` entries without a vector, of one owner or of all, out of the others' reach for a minute. */
export async function claimUnembedded(tx: Tx, limit: number, owner?: Owner): Promise<Unembedded[]> {
  const ofOwner = owner === undefined ? sql`` : sql`and e.owner_kind = ${owner.kind} and e.owner_id = ${owner.id}`;
  const { rows } = await tx.execute<{ id: string; text: string }>(sql`
    update search.unembedded u
    set claimed_until = now() + make_interval(secs => ${leaseSeconds}), attempts = u.attempts + 1
    from search.entries e
    where e.id = u.entry_id and u.entry_id in (
      select u.entry_id from search.unembedded u join search.entries e on e.id = u.entry_id
      where u.attempts < ${maxAttempts} and (u.claimed_until is null or u.claimed_until < now()) ${ofOwner}
      order by u.entry_id limit ${limit} for update of u skip locked)
    returning e.id, e.text`);
  return rows;
}
