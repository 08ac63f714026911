import type { Database } from "@cofounder/database";
import { claimUnembedded, type Owner } from "./entries.queries.ts";
import type { Embedder } from "./embedder.ts";
import { storeVectors } from "./vectors.queries.ts";

/** Entries embedded and stored at once: well under two seconds of work. */
const batchSize = 8;

export interface FillOptions {
  /** Only this owner's entries; otherwise whatever waits. */
  owner?: Owner;
  signal?: AbortSignal;
  /** No new batch is begun after so long. */
  embedMs?: number;
}

/**
 * Embeds what waits, batch by batch, until nothing does or time is up. Tells how many entries got a vector. Each batch is stored
 * before the next begins: an end in the middle loses and doubles nothing.
 */
export async function fillVectors(
  database: Pick<Database, "transaction">,
  embedder: Embedder,
  options: FillOptions = {},
): Promise<{ filled: number; isComplete: boolean }> {
  const { owner, signal, embedMs = Number.POSITIVE_INFINITY } = options;
  const began = performance.now();
  let filled = 0;
  for (;;) {
    signal?.throwIfAborted();
    if (performance.now() - began >= embedMs) return { filled, isComplete: false };
    const waiting = await database.transaction((tx) => claimUnembedded(tx, batchSize, owner));
    if (waiting.length === 0) return { filled, isComplete: true };
    const vectors = await embedder.embed(
      waiting.map(({ text }) => text),
      signal === undefined ? {} : { signal },
    );
    const stored = waiting.flatMap(({ id }, index) => {
      const vector = vectors[index];
      return vector === undefined ? [] : [{ entryId: id, vector }];
    });
    await database.transaction((tx) => storeVectors(tx, embedder.model, stored));
    filled += stored.length;
  }
}
