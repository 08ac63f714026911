import type { Sql } from "@cofounder/database";
import { type SQL, sql } from "drizzle-orm";
import { vectorLiteral } from "./vectors.queries.ts";

export interface SearchRequest {
  query: string;
  ownerKind?: string;
  /** Only what belongs to these. */
  ownerIds?: readonly string[];
  /** Only what belongs to these: a select of `id` and `record` (jsonb) by the module that owns them. Each hit brings its owner's record. */
  owners?: SQL;
  limit: number;
}

export interface QueryVector {
  model: string;
  vector: Float32Array;
}

/** One thing found. `why` says what speaks for it: its lexical rank, its cosine and the nearness of its words (0–1), or null where it was not found or not ranked that way. */
export interface Hit {
  entryId: string;
  ownerKind: string;
  ownerId: string;
  position: number;
  text: string;
  start: number;
  end: number;
  score: number;
  /** What `owners` selected beside its id; left empty where it was not asked for. */
  record?: Record<string, unknown> | null;
  why: { lexical: number | null; vector: number | null; rerank: number | null };
}

/** How many of each list are fused. */
export const candidates = 100;
/** Reciprocal rank fusion (Cormack, Clarke and Büttcher 2009); 10 instead of 60 lets the first places count. */
const fusionConstant = 10;

function scopeOf({ ownerKind, ownerIds }: SearchRequest): SQL {
  const kind = ownerKind === undefined ? sql`` : sql`and e.owner_kind = ${ownerKind}`;
  const ids = ownerIds === undefined ? sql`` : sql`and e.owner_id = any(${sql.param([...ownerIds])}::uuid[])`;
  return sql`not e.is_flagged ${kind} ${ids}`;
}

/** For few entries: each looks its owner up. Without the offset the planner, which cannot know how few they are, would read all owners. */
function ownerOfEach({ owners }: SearchRequest): SQL {
  return owners === undefined ? sql`` : sql`and exists (select 1 from (${owners}) o where o.id = e.owner_id offset 0)`;
}

/** For all entries: the owners are read once. */
function amongOwners({ owners }: SearchRequest): SQL {
  return owners === undefined ? sql`` : sql`and e.owner_id in (select o.id from (${owners}) o)`;
}

/**
 * Any of the words may match: the words joined by "and" are taken apart and joined by "or". Entries in English hold stems, the others
 * words as they are: the question is read both ways.
 */
function lexicalList(request: SearchRequest): SQL {
  return sql`
    select e.id, ts_rank_cd(e.lexemes, words.wanted, 1) as strength,
      row_number() over (order by ts_rank_cd(e.lexemes, words.wanted, 1) desc, e.id) as place
    from search.entries e, (select replace(
        (plainto_tsquery('english', ${request.query}) || plainto_tsquery('simple', ${request.query}))::text, ' & ', ' | ')::tsquery as wanted) words
    where e.lexemes @@ words.wanted and ${scopeOf(request)} ${ownerOfEach(request)}
    order by place limit ${candidates}`;
}

function vectorList(request: SearchRequest, wanted: QueryVector | undefined): SQL {
  if (wanted === undefined) return sql`select null::uuid as id, null::float8 as nearness, null::bigint as place where false`;
  const distance = sql`v.embedding <=> ${vectorLiteral(wanted.vector)}::vector`;
  // Adding 0 keeps the approximate index out: it would look at the nearest of all owners and find few of these.
  const order = request.ownerIds === undefined && request.owners === undefined ? distance : sql`(${distance}) + 0`;
  return sql`
    select near.id, 1 - near.distance as nearness, row_number() over (order by near.distance, near.id) as place
    from (select e.id, ${distance} as distance
      from search.passage_vectors v join search.entries e on e.id = v.entry_id
      where v.model = ${wanted.model} and ${scopeOf(request)} ${amongOwners(request)}
      order by ${order} limit ${candidates}) near`;
}

/** Both lists, their fusion and the texts in one statement. */
export async function selectHits(sqlOf: Sql, request: SearchRequest, wanted?: QueryVector): Promise<Hit[]> {
  const { rows } = await sqlOf.execute<Omit<Hit, "why"> & { strength: number | null; nearness: number | null }>(sql`
    with lexical as (${lexicalList(request)}),
    vector as (${vectorList(request, wanted)}),
    fused as (
      select coalesce(l.id, v.id) as id, l.strength, v.nearness,
        coalesce(1.0 / (${fusionConstant} + l.place), 0) + coalesce(1.0 / (${fusionConstant} + v.place), 0) as score
      from lexical l full join vector v on v.id = l.id
      order by score desc, id limit ${request.limit})
    select e.id as "entryId", e.owner_kind as "ownerKind", e.owner_id as "ownerId", e.position, e.text,
      e.start_offset as start, e.end_offset as "end", f.score::float8 as score, f.strength::float8 as strength, f.nearness::float8 as nearness, ${request.owners === undefined ? sql`null::jsonb` : sql`o.record`} as record
    from fused f join search.entries e on e.id = f.id ${request.owners === undefined ? sql`` : sql`join (${request.owners}) o on o.id = e.owner_id`}
    order by f.score desc, f.id`);
  return rows.map(({ strength, nearness, ...hit }) => ({ ...hit, why: { lexical: strength, vector: nearness, rerank: null } }));
}
