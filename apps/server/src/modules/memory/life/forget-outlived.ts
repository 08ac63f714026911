import { allow, type Ctx } from "@cofounder/kernel";
import type { MemoryDeps } from "../deps.ts";
import { forgetMatching } from "./forget-matching.ts";
import { noteCleanup } from "./forget.queries.ts";

/** Clears away what has outlived its time, and notes when that was. Tells how many there were. */
export async function forgetOutlived(deps: Pick<MemoryDeps, "transaction" | "index" | "clock">, ctx: Ctx, _input?: unknown): Promise<number> {
  allow(ctx, "memory.write");
  const now = deps.clock.now();
  const forgotten = await forgetMatching(deps, ctx, { filter: { keptUntil: now }, reason: "outlived" });
  await deps.transaction((tx) => noteCleanup(tx, now));
  return forgotten;
}
