import { announce } from "@cofounder/database";
import type { Ctx } from "@cofounder/kernel";
import type { ResearchDeps } from "../deps.ts";
import type { Reading } from "../reading/read-document.ts";
import { readSource, type Source } from "./source.ts";
import { updateUnread } from "./sources.queries.ts";

export const ownerKind = "source";

interface ReadOne {
  source: Pick<Source, "id" | "title" | "isTitleGiven" | "sha256">;
  reading: Reading;
  /** How long to wait for vectors. */
  embedMs: number;
}

/** Indexes what was read and marks the source as read. Safe to repeat: what is indexed stays, what is read is read once. */
export async function finishReading(
  deps: Pick<ResearchDeps, "transaction" | "index">,
  ctx: Ctx,
  { source, reading, embedMs }: ReadOne,
): Promise<void> {
  const signal = ctx.signal === undefined ? {} : { signal: ctx.signal };
  await deps.index.indexPassages({ kind: ownerKind, id: source.id }, reading.passages, { embedMs, ...signal });
  await deps.transaction(async (tx) => {
    const isChanged = await updateUnread(tx, source.id, readSource(source, reading));
    const data = { sha256: source.sha256 ?? "", passages: reading.passages.length };
    if (isChanged) await announce(tx, ctx, { type: "source.read", subjectId: source.id, data });
  });
}
