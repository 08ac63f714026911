import type { Sql, Tx } from "@cofounder/database";
import { sql } from "drizzle-orm";

/** Serialises replicas that start at once. */
const preparationLock = 7_215_431;

export type ExtensionState = "installed" | "installable" | "absent";

export async function extensionState(sqlOf: Sql): Promise<ExtensionState> {
  const { rows } = await sqlOf.execute<{ state: ExtensionState }>(sql`
    select case when exists (select 1 from pg_extension where extname = 'vector') then 'installed'
      when exists (select 1 from pg_available_extensions where name = 'vector') then 'installable' else 'absent' end as state`);
  return rows[0]?.state ?? "absent";
}

export async function createExtension(tx: Tx): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(${preparationLock})`);
  await tx.execute(sql`create extension if not exists vector`);
}

export interface VectorTable {
  dimensions: number;
  /** An approximate index (HNSW, Malkov and Yashunin 2016) for whole-index questions. */
  isIndexed: boolean;
}

export async function createVectorTable(tx: Tx, { dimensions, isIndexed }: VectorTable): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(${preparationLock})`);
  await tx.execute(
    sql.raw(`create table if not exists search.passage_vectors (
      entry_id uuid not null references search.entries (id) on delete cascade,
      model text not null,
      embedding vector(${dimensions}) not null,
      primary key (entry_id, model))`),
  );
  if (isIndexed) {
    await tx.execute(sql`create index if not exists passage_vectors_by_nearness on search.passage_vectors using hnsw (embedding vector_cosine_ops)`);
  }
}

/** Queues every entry that has no vector of `model`. */
export async function queueMissing(tx: Tx, model: string): Promise<void> {
  await tx.execute(sql`
    insert into search.unembedded (entry_id)
    select e.id from search.entries e
    where not e.is_flagged and not exists (select 1 from search.passage_vectors v where v.entry_id = e.id and v.model = ${model})
    on conflict do nothing`);
}

/** A vector as pgvector reads it. Six decimals keep a cosine right to five. */
export function vectorLiteral(vector: Float32Array): string {
  return `[${Array.from(vector, (value) => value.toFixed(6)).join(",")}]`;
}

export interface StoredVector {
  entryId: string;
  vector: Float32Array;
}

/** Stores the vectors of entries that still exist and takes them off the queue. */
export async function storeVectors(tx: Tx, model: string, stored: readonly StoredVector[]): Promise<void> {
  const ids = stored.map(({ entryId }) => entryId);
  const literals = stored.map(({ vector }) => vectorLiteral(vector));
  await tx.execute(sql`
    insert into search.passage_vectors (entry_id, model, embedding)
    select e.id, ${model}, given.embedding::vector
    from unnest(${sql.param(ids)}::uuid[], ${sql.param(literals)}::text[]) as given (id, embedding)
    join search.entries e on e.id = given.id
    order by e.id for key share of e
    on conflict (entry_id, model) do update set embedding = excluded.embedding`);
  await tx.execute(sql`delete from search.unembedded where entry_id = any(${sql.param(ids)}::uuid[])`);
}
