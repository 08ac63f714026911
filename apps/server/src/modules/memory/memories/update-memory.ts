import type { InputOf, Memory, memoryContract } from "@cofounder/contracts";
import { announce } from "@cofounder/database";
import { allow, type Ctx } from "@cofounder/kernel";
import { countMoves } from "../counting/count-moves.ts";
import { applyCountMoves } from "../counting/counts.queries.ts";
import type { MemoryDeps } from "../deps.ts";
import { keepUntil } from "../life/life-span.ts";
import { indexTexts, unindexTexts } from "./index-text.ts";
import { lockComparing, lockMemory, updateRow } from "./memories.queries.ts";
import { assertMatches, assertSpan, comparedBy, memoryAnswer, type MemoryRow } from "./memory.ts";
import { noMemory } from "./read-memories.ts";

type Update = InputOf<typeof memoryContract.updateMemory>;

const asDate = (given: string | null | undefined, kept: Date | null): Date | null =>
  given === undefined ? kept : given === null ? null : new Date(given);

/** The span that a changed kind or importance gives it, unless one is named. */
function newKeepUntil(before: MemoryRow, next: Pick<MemoryRow, "kind" | "importance">, given: string | null | undefined): Date | null {
  const isRevalued = next.kind !== before.kind || next.importance !== before.importance;
  return asDate(given, isRevalued ? keepUntil(next, before.toldAt) : before.keepUntil);
}

function changed(before: MemoryRow, input: Update, now: Date): MemoryRow {
  const next: MemoryRow = {
    ...before,
    text: input.text ?? before.text,
    kind: input.kind ?? before.kind,
    tags: input.tags === undefined ? before.tags : [...new Set(input.tags)].toSorted(),
    importance: input.importance ?? before.importance,
    confidence: input.confidence ?? before.confidence,
    origin: input.origin === undefined ? before.origin : input.origin,
    person: input.person === undefined ? before.person : input.person,
    language: input.language ?? before.language,
    validFrom: asDate(input.valid_from, before.validFrom) ?? before.validFrom,
    validTo: asDate(input.valid_to, before.validTo),
    version: before.version + 1,
    updatedAt: now,
  };
  return { ...next, ...comparedBy(next), keepUntil: newKeepUntil(before, next, input.keep_until) };
}

/** Changes a memory; what is left out stays. A change by hand closes no other memory. */
export async function updateMemory(deps: Pick<MemoryDeps, "transaction" | "clock" | "index">, ctx: Ctx, input: Update): Promise<Memory> {
  allow(ctx, "memory.write");
  const now = deps.clock.now();
  return deps.transaction(async (tx) => {
    await lockComparing(tx);
    const before = await lockMemory(tx, input.memory_id);
    if (before === undefined) throw noMemory();
    assertMatches(before, input.if_match);
    const next = changed(before, input, now);
    assertSpan(next, ["body"]);
    const row = await updateRow(tx, next);
    if (row.text !== before.text || row.language !== before.language) {
      await unindexTexts(deps, tx, [row.id]);
      await indexTexts(deps, tx, [row]);
    }
    await announce(tx, ctx, { type: "memory.changed", subjectId: row.id, data: { kind: row.kind, reason: "edited" } });
    await applyCountMoves(tx, countMoves({ came: [row], went: [before] }), now);
    return memoryAnswer(row, now);
  });
}
