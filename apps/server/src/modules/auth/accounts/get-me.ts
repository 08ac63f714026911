import type { User } from "@cofounder/contracts";
import { AppError, type Ctx, personOf } from "@cofounder/kernel";
import type { AuthParts } from "../parts.ts";
import { userOf } from "./account.ts";

/** The account of the person who asks, or for whom something asks. */
export async function getMe(deps: Pick<AuthParts, "accounts">, ctx: Ctx, _input: object): Promise<User> {
  const id = personOf(ctx);
  const account = id === null ? undefined : await deps.accounts.find(id);
  if (account === undefined) throw new AppError("unauthenticated", "Sign in to do this.");
  return userOf(account);
}
