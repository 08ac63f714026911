import type { InputOf, memoryContract, ResponseOf } from "@cofounder/contracts";
import { allow, type Ctx } from "@cofounder/kernel";
import type { MemoryDeps } from "../deps.ts";
import { lockMemory } from "../memories/memories.queries.ts";
import { assertMatches } from "../memories/memory.ts";
import { noMemory } from "../memories/read-memories.ts";
import { forget } from "./forget.ts";

type Delete = typeof memoryContract.deleteMemory;

export async function deleteMemory(
  deps: Pick<MemoryDeps, "transaction" | "clock" | "index">,
  ctx: Ctx,
  input: InputOf<Delete>,
): Promise<ResponseOf<Delete>> {
  allow(ctx, "memory.write");
  return deps.transaction(async (tx) => {
    const row = await lockMemory(tx, input.memory_id);
    if (row === undefined) throw noMemory();
    assertMatches(row, input.if_match);
    await forget(deps, ctx, { tx, ids: [row.id], reason: "by_id" });
    return { id: row.id, forgotten: true } as const;
  });
}
