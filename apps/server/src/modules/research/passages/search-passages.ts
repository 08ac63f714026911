import type { Sql } from "@cofounder/database";
import { allow, type Ctx } from "@cofounder/kernel";
import type { Hit } from "@cofounder/retrieval";
import type { ResearchDeps } from "../deps.ts";
import { ownerKind } from "../sources/finish-reading.ts";
import { copiesAmong } from "../sources/mirrors.ts";
import { selectFlags } from "../sources/sources.queries.ts";

export interface PassageSearch {
  query: string;
  sourceIds: readonly string[];
  limit: number;
}

export interface FoundPassage {
  id: string;
  sourceId: string;
  position: number;
  text: string;
  /** UTF-16 positions in the source's text. */
  start: number;
  end: number;
  score: number;
  why: Hit["why"];
}

/** Asked for beyond the limit, so that repetitions can be left out. */
const spare = 20;

async function flagsInOrder(sql: Sql, sourceIds: readonly string[]) {
  const rows = new Map((await selectFlags(sql, sourceIds)).map((row) => [row.id, row]));
  return [...new Set(sourceIds)].flatMap((id) => rows.get(id) ?? []);
}

/**
 * The passages of these sources that say most about the question, best first. The same text from two sources counts once: a near-copy of
 * an earlier source adds nothing, nor does a passage that repeats another word for word.
 */
export async function searchPassages(deps: Pick<ResearchDeps, "sql" | "index">, ctx: Ctx, search: PassageSearch): Promise<FoundPassage[]> {
  allow(ctx, "research.read");
  const copies = copiesAmong(await flagsInOrder(deps.sql, search.sourceIds));
  const ownerIds = search.sourceIds.filter((id) => !copies.has(id));
  const hits = await deps.index.search(deps.sql, { query: search.query, ownerKind, ownerIds, limit: search.limit + spare });
  const seen = new Set<string>();
  const found: FoundPassage[] = [];
  for (const { entryId, ownerId, position, text, start, end, score, why } of hits) {
    const words = text.replaceAll(/\s+/g, " ");
    if (seen.has(words)) continue;
    seen.add(words);
    found.push({ id: entryId, sourceId: ownerId, position, text, start, end, score, why });
  }
  return found.slice(0, search.limit);
}
