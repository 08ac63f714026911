import { type InputOf, type memoryContract, mostMemoryTags, type NewMemory, type ResponseOf } from "@cofounder/contracts";
import { effectOf, once } from "@cofounder/database";
import { allow, type Ctx, invalid } from "@cofounder/kernel";
import type { MemoryDeps } from "../deps.ts";
import { keep } from "./keep.ts";
import { assertSpan, type MemoryRow, tell } from "./memory.ts";

type AddMany = typeof memoryContract.addMemories;

/** What becomes one memory: those without an end that say the same; each with an end stands for itself. */
const keyOf = (row: MemoryRow): string => (row.validTo === null ? row.sameness : row.id);

/** Two tellings of the same in one. */
function joined(one: MemoryRow, other: MemoryRow): MemoryRow {
  const isLasting = one.keepUntil === null || other.keepUntil === null;
  return {
    ...one,
    tags: [...new Set([...one.tags, ...other.tags])].toSorted().slice(0, mostMemoryTags),
    importance: Math.max(one.importance, other.importance),
    confidence: Math.max(one.confidence, other.confidence),
    origin: one.origin ?? other.origin,
    keepUntil: isLasting ? null : new Date(Math.max(Number(one.keepUntil), Number(other.keepUntil))),
    timesTold: one.timesTold + other.timesTold,
  };
}

function rowsOf(ctx: Ctx, items: readonly NewMemory[], now: Date): MemoryRow[] {
  const keys = new Map<string, string>();
  return items.map((item, index) => {
    const row = tell(ctx, item, now);
    assertSpan(row, ["body", "items", index]);
    const known = keys.get(row.id);
    if (known !== undefined && (known !== keyOf(row) || row.validTo !== null))
      throw invalid(["body", "items", index, "id"], "stands twice in this request");
    keys.set(row.id, keyOf(row));
    return row;
  });
}

/** Keeps many things, all or none. Those that say the same are one memory, here as with what is there. */
export async function addMemories(
  deps: Pick<MemoryDeps, "transaction" | "clock" | "index">,
  ctx: Ctx,
  input: InputOf<AddMany>,
): Promise<ResponseOf<AddMany>> {
  allow(ctx, "memory.write");
  const rows = rowsOf(ctx, input.items, deps.clock.now());
  const distinct = new Map<string, MemoryRow>();
  for (const row of rows) {
    const known = distinct.get(keyOf(row));
    distinct.set(keyOf(row), known === undefined ? row : joined(known, row));
  }
  return deps.transaction((tx) =>
    once(tx, effectOf(ctx, "add-memories"), async () => {
      const { kept, closed } = await keep(deps, ctx, { tx, told: [...distinct.values()] });
      const keptByKey = new Map(
        kept.flatMap((one) => [[one.row.id, one] as const, ...(one.row.validTo === null ? [[one.row.sameness, one] as const] : [])]),
      );
      const first = new Set<string>();
      const results = rows.map((row) => {
        const one = keptByKey.get(keyOf(row));
        const id = one?.row.id ?? row.id;
        const isAdded = one?.isNew === true && !first.has(id);
        first.add(id);
        return { id, outcome: isAdded ? ("added" as const) : ("merged" as const) };
      });
      const added = results.filter(({ outcome }) => outcome === "added").length;
      return { added, merged: results.length - added, results, closed: closed.map(({ id }) => id) };
    }),
  );
}
