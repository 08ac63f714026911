import type { InputOf, researchContract, ResponseOf } from "@cofounder/contracts";
import { decodeCursor, encodeCursor } from "@cofounder/database";
import { allow, AppError, type Ctx, invalid, isUuid } from "@cofounder/kernel";
import type { ResearchDeps } from "../deps.ts";
import { viewOf } from "./source.ts";
import { selectSource, selectSources } from "./sources.queries.ts";

type Get = typeof researchContract.getSource;
type List = typeof researchContract.listSources;

export async function getSource(deps: Pick<ResearchDeps, "sql">, ctx: Ctx, input: InputOf<Get>): Promise<ResponseOf<Get>> {
  allow(ctx, "research.read");
  const source = await selectSource(deps.sql, input.source_id);
  if (source === undefined) throw new AppError("not_found", "There is no source with this id.");
  return { ...viewOf(source), declared: source.declared };
}

function placeOf(cursor: string): string {
  const [id] = decodeCursor(cursor, 1);
  if (typeof id !== "string" || !isUuid(id)) throw invalid(["query", "cursor"], "is not a cursor that this list has given", "cursor");
  return id;
}

export async function listSources(deps: Pick<ResearchDeps, "sql">, ctx: Ctx, input: InputOf<List>): Promise<ResponseOf<List>> {
  allow(ctx, "research.read");
  const before = input.cursor === undefined ? {} : { before: placeOf(input.cursor) };
  const rows = await selectSources(deps.sql, { limit: input.limit + 1, ...before });
  const shown = rows.slice(0, input.limit);
  const last = shown.at(-1);
  return { data: shown.map(viewOf), next_cursor: rows.length > input.limit && last !== undefined ? encodeCursor([last.id]) : null };
}
