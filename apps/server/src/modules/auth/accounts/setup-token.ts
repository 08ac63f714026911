import { randomBytes, timingSafeEqual } from "node:crypto";
import type { Tx } from "@cofounder/database";
import type { AuthDeps } from "../deps.ts";
import { hashToken } from "../sessions/refresh-token.ts";
import { hasOwner, insertSetupToken, listSetupTokens } from "./accounts.queries.ts";

const keptTokens = 20;

/**
 * The token that lets its holder make the first account, to be printed by a start; null when there is an owner. The
 * configured one where there is one, else a new one that only its hash is kept of. It dies when the owner is made.
 */
export async function issueSetupToken(deps: Pick<AuthDeps, "sql" | "transaction" | "clock" | "setupToken">): Promise<string | null> {
  if (await hasOwner(deps.sql)) return null;
  if (deps.setupToken !== undefined) return deps.setupToken;
  const token = randomBytes(24).toString("base64url");
  await deps.transaction((tx) => insertSetupToken(tx, { hash: hashToken(token), createdAt: deps.clock.now() }, keptTokens));
  return token;
}

/** What a given setup token is worth; compared in a time that tells nothing. */
export async function judgeSetupToken(tx: Tx, given: string | undefined, configured: string | undefined): Promise<"none" | "right" | "wrong"> {
  if (given === undefined) return "none";
  const valid = configured === undefined ? await listSetupTokens(tx) : [hashToken(configured)];
  const hash = hashToken(given);
  return valid.filter((one) => timingSafeEqual(one, hash)).length > 0 ? "right" : "wrong";
}
