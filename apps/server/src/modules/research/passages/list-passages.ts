import type { InputOf, researchContract, ResponseOf } from "@cofounder/contracts";
import { decodeCursor, page } from "@cofounder/database";
import { allow, AppError, type Ctx, invalid } from "@cofounder/kernel";
import type { ResearchDeps } from "../deps.ts";
import { ownerKind } from "../sources/finish-reading.ts";
import { selectSource } from "../sources/sources.queries.ts";

type List = typeof researchContract.listPassages;

function placeOf(cursor: string): number {
  const [position] = decodeCursor(cursor, 1);
  if (typeof position !== "number" || !Number.isInteger(position))
    throw invalid(["query", "cursor"], "is not a cursor that this list has given", "cursor");
  return position;
}

/** The passages of a source in the order of its text, those that are never found included. */
export async function listPassages(deps: Pick<ResearchDeps, "sql" | "index">, ctx: Ctx, input: InputOf<List>): Promise<ResponseOf<List>> {
  allow(ctx, "research.read");
  if ((await selectSource(deps.sql, input.source_id)) === undefined) throw new AppError("not_found", "There is no source with this id.");
  const after = input.cursor === undefined ? -1 : placeOf(input.cursor);
  const rows = await deps.index.listEntries(deps.sql, { kind: ownerKind, id: input.source_id }, { after, limit: input.limit + 1 });
  const { data, next_cursor } = page(rows, input.limit, ({ position }) => [position]);
  return { data: data.map(({ isFlagged, ...passage }) => ({ ...passage, is_flagged: isFlagged })), next_cursor };
}
