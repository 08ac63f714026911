import type { Tx } from "@cofounder/database";
import type { MemoryDeps } from "../deps.ts";
import type { MemoryRow } from "./memory.ts";

/** The owner kind of memories in the search index. */
export const ownerKind = "memory";

/** Puts texts into the index in the same transaction: found by their words at once, by their meaning soon after. */
export async function indexTexts(
  deps: Pick<MemoryDeps, "index">,
  tx: Tx,
  rows: readonly Pick<MemoryRow, "id" | "text" | "language">[],
): Promise<void> {
  if (rows.length === 0) return;
  await deps.index.indexLater(
    tx,
    rows.map(({ id, text, language }) => ({ owner: { kind: ownerKind, id }, position: 0, text, start: 0, end: text.length, language })),
  );
}

export async function unindexTexts(deps: Pick<MemoryDeps, "index">, tx: Tx, ids: readonly string[]): Promise<void> {
  if (ids.length > 0) await deps.index.removeOwners(tx, ownerKind, ids);
}
