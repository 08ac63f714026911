import type { Ctx } from "@cofounder/kernel";
import { eq } from "drizzle-orm";
import { effects } from "./tables.ts";
import type { Tx } from "./types.ts";

/** The name of one effect of the caller: its own effect key, and what is done under it. Undefined for a call that is not repeated. */
export function effectOf(ctx: Pick<Ctx, "effectKey">, scope: string): string | undefined {
  return ctx.effectKey === undefined ? undefined : `${ctx.effectKey}/${scope}`;
}

/**
 * Does `work` once under `key`: a repeat returns what the first one returned (as JSON). A concurrent repeat waits for
 * the first to commit. Without a key the work is simply done.
 */
export async function once<T>(tx: Tx, key: string | undefined, work: () => Promise<T>): Promise<T> {
  if (key === undefined) return work();
  const claimed = await tx.insert(effects).values({ key, result: {} }).onConflictDoNothing().returning({ key: effects.key });
  if (claimed.length === 0) {
    const [done] = await tx.select({ result: effects.result }).from(effects).where(eq(effects.key, key));
    return done?.result.value as T;
  }
  const value = await work();
  await tx.update(effects).set({ result: { value } }).where(eq(effects.key, key));
  return value;
}
