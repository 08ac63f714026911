import type { NewEvent } from "@cofounder/contracts";
import { announceAll, type Tx } from "@cofounder/database";
import type { Ctx } from "@cofounder/kernel";
import { countMoves } from "../counting/count-moves.ts";
import { applyCountMoves } from "../counting/counts.queries.ts";
import type { MemoryDeps } from "../deps.ts";
import { unindexTexts } from "../memories/index-text.ts";
import { deleteRows } from "../memories/memories.queries.ts";

export type ForgetReason = Extract<NewEvent, { type: "memory.forgotten" }>["data"]["reason"];

/** Forgets memories by their ids, text and index; tells how many there were. What is announced holds no text. */
export async function forget(
  deps: Pick<MemoryDeps, "index" | "clock">,
  ctx: Ctx,
  { tx, ids, reason }: { tx: Tx; ids: readonly string[]; reason: ForgetReason },
): Promise<number> {
  const gone = await deleteRows(tx, ids);
  await unindexTexts(
    deps,
    tx,
    gone.map(({ id }) => id),
  );
  await announceAll(
    tx,
    ctx,
    gone.map(({ id, kind }) => ({ type: "memory.forgotten", subjectId: id, data: { kind, reason } })),
  );
  await applyCountMoves(tx, countMoves({ went: gone }), deps.clock.now());
  return gone.length;
}
