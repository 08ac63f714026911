import type { InputOf, memoryContract, ResponseOf } from "@cofounder/contracts";
import { effectOf, once } from "@cofounder/database";
import { allow, AppError, type Ctx } from "@cofounder/kernel";
import type { MemoryDeps } from "../deps.ts";
import { keep } from "./keep.ts";
import { assertSpan, memoryAnswer, tell } from "./memory.ts";

type Add = typeof memoryContract.addMemory;

/** Keeps one thing. Told again it is merged with what is there; a fact that it contradicts ends. */
export async function addMemory(deps: Pick<MemoryDeps, "transaction" | "clock" | "index">, ctx: Ctx, input: InputOf<Add>): Promise<ResponseOf<Add>> {
  allow(ctx, "memory.write");
  const now = deps.clock.now();
  const row = tell(ctx, input, now);
  assertSpan(row, ["body"]);
  return deps.transaction((tx) =>
    once(tx, effectOf(ctx, "add-memory"), async () => {
      const { kept, closed } = await keep(deps, ctx, { tx, told: [row] });
      const [only] = kept;
      if (only === undefined) throw new AppError("conflict", "The memory went away while it was written.");
      return { ...memoryAnswer(only.row, now), outcome: only.isNew ? "added" : "merged", closed: closed.map(({ id }) => id) } as const;
    }),
  );
}
