import type { InputOf, memoryContract, ResponseOf } from "@cofounder/contracts";
import { allow, type Ctx } from "@cofounder/kernel";
import type { MemoryDeps } from "../deps.ts";
import { memoryAnswer } from "../memories/memory.ts";
import { forgetMatching } from "./forget-matching.ts";
import { countMatching, type ForgetFilter, selectMatching } from "./forget.queries.ts";

type Forget = typeof memoryContract.forgetMemories;

/** As many are shown. */
const examplesShown = 5;

function filterOf({ kinds, tags, person, origin, told_before, max_importance }: InputOf<Forget>["filter"]): ForgetFilter {
  return { kinds, tags, person, origin, maxImportance: max_importance, toldBefore: told_before === undefined ? undefined : new Date(told_before) };
}

/** Says what a filter would forget, and forgets it unless it is a preview. */
export async function forgetMemories(deps: MemoryDeps, ctx: Ctx, input: InputOf<Forget>): Promise<ResponseOf<Forget>> {
  allow(ctx, "memory.write");
  const filter = filterOf(input.filter);
  const [count, rows] = await Promise.all([countMatching(deps.sql, filter), selectMatching(deps.sql, filter, examplesShown)]);
  const now = deps.clock.now();
  const examples = rows.map((row) => memoryAnswer(row, now));
  const forgotten = input.preview ? 0 : await forgetMatching(deps, ctx, { filter, reason: "by_rule" });
  return { count, forgotten, examples };
}
