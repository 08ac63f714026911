import { announceAll, type Tx } from "@cofounder/database";
import type { Ctx } from "@cofounder/kernel";
import { countMoves } from "../counting/count-moves.ts";
import { applyCountMoves } from "../counting/counts.queries.ts";
import type { MemoryDeps } from "../deps.ts";
import { indexTexts } from "./index-text.ts";
import { closeContradicted, insertOrMerge, lockComparing } from "./memories.queries.ts";
import type { MemoryRow } from "./memory.ts";

export interface Kept {
  row: MemoryRow;
  isNew: boolean;
}

export interface KeptAll {
  kept: Kept[];
  /** Facts that ended because a newer one contradicts them. */
  closed: MemoryRow[];
}

/** Keeps what was told, each text once: merges what is known, ends what is contradicted, indexes, announces and counts what is new. */
export async function keep(
  deps: Pick<MemoryDeps, "index" | "clock">,
  ctx: Ctx,
  { tx, told }: { tx: Tx; told: readonly MemoryRow[] },
): Promise<KeptAll> {
  const now = deps.clock.now();
  await lockComparing(tx);
  const kept = await insertOrMerge(tx, told);
  const closed = await closeContradicted(
    tx,
    kept.map(({ row }) => row),
    now,
  );
  const added = kept.filter(({ isNew }) => isNew).map(({ row }) => row);
  const merged = kept.filter(({ isNew }) => !isNew).map(({ row }) => row);
  await indexTexts(deps, tx, added);
  const changed = (row: MemoryRow, reason: "merged" | "closed") =>
    ({ type: "memory.changed", subjectId: row.id, data: { kind: row.kind, reason } }) as const;
  await announceAll(tx, ctx, [
    ...added.map((row) => ({ type: "memory.added", subjectId: row.id, data: { kind: row.kind } }) as const),
    ...merged.map((row) => changed(row, "merged")),
    ...closed.map((row) => changed(row, "closed")),
  ]);
  await applyCountMoves(tx, countMoves({ came: added }), now);
  return { kept, closed };
}
