import type { InputOf, memoryContract, ResponseOf } from "@cofounder/contracts";
import { allow, type Ctx } from "@cofounder/kernel";
import type { MemoryDeps } from "../deps.ts";
import { ownerKind } from "../memories/index-text.ts";
import { memoryAnswer } from "../memories/memory.ts";
import { ownersOf, rowOf } from "./owners.queries.ts";

type Search = typeof memoryContract.searchMemories;
type Answer = ResponseOf<Search>;

/** How the search was done; a question that could not be embedded was searched by its words. */
function modeOf(deps: Pick<MemoryDeps, "index">, results: Answer["results"]): Answer["meta"] {
  const state = deps.index.vectorSearch();
  if (state.status === "lexical_only") return { mode: "lexical_only", reason: state.reason };
  const isByMeaning = results.length === 0 || results.some(({ why }) => why.vector !== null);
  return isByMeaning
    ? { mode: "hybrid", reason: null }
    : { mode: "lexical_only", reason: "No vector spoke for any of these: they were found by their words." };
}

/** What is remembered about a question, best first: what holds at that moment, by words and, where it can be, by meaning. */
export async function searchMemories(deps: Pick<MemoryDeps, "sql" | "clock" | "index">, ctx: Ctx, input: InputOf<Search>): Promise<Answer> {
  allow(ctx, "memory.read");
  const { query, limit, kinds, tags, person } = input;
  const now = deps.clock.now();
  const at = input.at === undefined ? now : new Date(input.at);
  const hits = await deps.index.search(deps.sql, { query, ownerKind, owners: ownersOf({ kinds, tags, person, at }), limit });
  const results = hits.map(({ text, record, score, why }) => ({ ...memoryAnswer(rowOf(text, record ?? {}), now), score, why }));
  return { results, meta: modeOf(deps, results) };
}
