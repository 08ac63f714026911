import type { Tokens } from "@cofounder/contracts";
import { uuidv7 } from "@cofounder/kernel";
import { type Account, userOf } from "../accounts/account.ts";
import type { AuthParts } from "../parts.ts";

/** The answer of a sign-in and of each refresh: a new access token beside the refresh token. */
export function tokensFor(deps: Pick<AuthParts, "accessTokens">, account: Account, session: { id: string; refreshToken: string; now: Date }): Tokens {
  const claims = { sub: account.id, role: account.role, sid: session.id, jti: uuidv7(session.now) };
  return { success: true, accessToken: deps.accessTokens.sign(claims, session.now), refreshToken: session.refreshToken, user: userOf(account) };
}
