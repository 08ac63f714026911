import type { InputOf, Memory, memoryContract, ResponseOf } from "@cofounder/contracts";
import { decodeCursor, page, type Sql } from "@cofounder/database";
import { allow, AppError, type Ctx, invalid, isUuid } from "@cofounder/kernel";
import type { MemoryDeps } from "../deps.ts";
import { type Place, selectMemory, selectPage } from "./memories.queries.ts";
import { memoryAnswer, type MemoryRow } from "./memory.ts";

type Reads = Pick<MemoryDeps, "sql" | "clock">;
type List = typeof memoryContract.listMemories;

export const noMemory = (): AppError => new AppError("not_found", "There is no such memory.");

export async function requireMemory(db: Sql, id: string): Promise<MemoryRow> {
  const row = await selectMemory(db, id);
  if (row === undefined) throw noMemory();
  return row;
}

export async function getMemory(deps: Reads, ctx: Ctx, input: InputOf<typeof memoryContract.getMemory>): Promise<Memory> {
  allow(ctx, "memory.read");
  return memoryAnswer(await requireMemory(deps.sql, input.memory_id), deps.clock.now());
}

/** The place behind which a page begins. */
export function placeOf(cursor: string): Place {
  const [createdAt, id] = decodeCursor(cursor, 2);
  if (typeof createdAt !== "string" || Number.isNaN(Date.parse(createdAt)) || typeof id !== "string" || !isUuid(id)) {
    throw invalid(["query", "cursor"], "is not a cursor that this list has given", "cursor");
  }
  return { createdAt: new Date(createdAt).toISOString(), id };
}

export const placeIn = (row: MemoryRow): [string, string] => [row.createdAt.toISOString(), row.id];

export async function listMemories(deps: Reads, ctx: Ctx, input: InputOf<List>): Promise<ResponseOf<List>> {
  allow(ctx, "memory.read");
  const { kind, tag, person, at, min_importance: minImportance, limit, cursor } = input;
  const filter = { kind, tag, person, minImportance, at: at === undefined ? undefined : new Date(at) };
  const rows = await selectPage(deps.sql, filter, { limit: limit + 1, ...(cursor === undefined ? {} : { behind: placeOf(cursor) }) });
  const { data, next_cursor } = page(rows, limit, placeIn);
  const now = deps.clock.now();
  return { data: data.map((row) => memoryAnswer(row, now)), next_cursor };
}
