import { type Ctx, personOf } from "@cofounder/kernel";
import type { CmsDeps } from "../deps.ts";

export interface Author {
  id: string | null;
  name: string | null;
}

/** The person behind the actor, under the name that readers see. */
export async function authorOf(deps: Pick<CmsDeps, "namesOf">, ctx: Ctx): Promise<Author> {
  const id = personOf(ctx);
  return id === null ? { id, name: null } : { id, name: (await deps.namesOf([id])).get(id) ?? null };
}
