import type { Ctx } from "@cofounder/kernel";
import { eq } from "drizzle-orm";
import { effects } from "./tables.ts";
import type { Tx } from "./types.ts";

/**
 * Does `work` once under the caller's effect key: a repeat returns what the first one returned (as JSON). A concurrent
 * repeat waits for the first to commit. Without an effect key the work is simply done.
 */
export async function once<T>(tx: Tx, ctx: Pick<Ctx, "effectKey">, scope: string, work: () => Promise<T>): Promise<T> {
  if (ctx.effectKey === undefined) return work();
  const key = `${ctx.effectKey}/${scope}`;
  const claimed = await tx.insert(effects).values({ key, result: {} }).onConflictDoNothing().returning({ key: effects.key });
  if (claimed.length === 0) {
    const [done] = await tx.select({ result: effects.result }).from(effects).where(eq(effects.key, key));
    return done?.result.value as T;
  }
  const value = await work();
  await tx.update(effects).set({ result: { value } }).where(eq(effects.key, key));
  return value;
}
