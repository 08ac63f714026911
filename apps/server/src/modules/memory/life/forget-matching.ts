import type { Ctx } from "@cofounder/kernel";
import type { MemoryDeps } from "../deps.ts";
import { type ForgetReason, forget } from "./forget.ts";
import { claimMatching, type ForgetFilter } from "./forget.queries.ts";

/** Well under a second of work. */
const perTransaction = 500;

/** Forgets all that match, in transactions of bounded size; tells how many. Safe to end anywhere and to begin again. */
export async function forgetMatching(
  deps: Pick<MemoryDeps, "transaction" | "index" | "clock">,
  ctx: Ctx,
  { filter, reason }: { filter: ForgetFilter; reason: ForgetReason },
): Promise<number> {
  let forgotten = 0;
  for (;;) {
    ctx.signal?.throwIfAborted();
    const gone = await deps.transaction(async (tx) => forget(deps, ctx, { tx, ids: await claimMatching(tx, filter, perTransaction), reason }));
    forgotten += gone;
    if (gone < perTransaction) return forgotten;
  }
}
