import type { InputOf, memoryContract, ResponseOf } from "@cofounder/contracts";
import { allow, type Ctx } from "@cofounder/kernel";
import type { MemoryDeps } from "../deps.ts";
import { listMemories } from "../memories/read-memories.ts";
import { forgetMatching } from "./forget-matching.ts";
import { unsign } from "./forget.queries.ts";

type Export = typeof memoryContract.exportPerson;
type Erase = typeof memoryContract.erasePerson;

/** Everything that is remembered about a person, newest first. */
export function exportPerson(deps: Pick<MemoryDeps, "sql" | "clock">, ctx: Ctx, input: InputOf<Export>): Promise<ResponseOf<Export>> {
  return listMemories(deps, ctx, input);
}

/** Forgets what is about a person; what else they told stays, without their name. */
export async function erasePerson(
  deps: Pick<MemoryDeps, "transaction" | "index" | "clock">,
  ctx: Ctx,
  { person }: InputOf<Erase>,
): Promise<ResponseOf<Erase>> {
  allow(ctx, "memory.write");
  const forgotten = await forgetMatching(deps, ctx, { filter: { person }, reason: "by_person" });
  const unsigned = await deps.transaction((tx) => unsign(tx, person, deps.clock.now()));
  return { forgotten, unsigned };
}
