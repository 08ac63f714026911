import type { authContract, InputOf, Tokens } from "@cofounder/contracts";
import { announce, type Tx } from "@cofounder/database";
import { AppError, type Ctx } from "@cofounder/kernel";
import type { Account } from "../accounts/account.ts";
import type { AuthParts } from "../parts.ts";
import { hashToken, judgeRefresh } from "./refresh-token.ts";
import { findLiveSession, lockRefreshToken, revokeSession, rotateRefreshToken } from "./sessions.queries.ts";
import { tokensFor } from "./tokens-for.ts";

type Parts = Pick<AuthParts, "transaction" | "clock" | "accessTokens" | "refreshTokens" | "revocations" | "rules">;

type Renewal =
  | { outcome: "renewed"; account: Account; sessionId: string; refreshToken: string; now: Date }
  | { outcome: "refused" }
  | { outcome: "revoked"; sessionId: string };

async function renew(deps: Parts, tx: Tx, presented: string): Promise<Renewal> {
  const hash = hashToken(presented);
  const token = await lockRefreshToken(tx, hash);
  const account = token === undefined ? undefined : await findLiveSession(tx, token.sessionId);
  if (token === undefined || account === undefined) return { outcome: "refused" };
  const { sessionId } = token;
  const now = deps.clock.now();
  const refreshToken = deps.refreshTokens.successorOf(presented);
  const verdict = judgeRefresh(token, now);
  switch (verdict) {
    case "rotate":
      await rotateRefreshToken(tx, {
        hash,
        successorHash: hashToken(refreshToken),
        sessionId,
        rotatedAt: now,
        expiresAt: new Date(now.getTime() + deps.rules.refreshTokenMs),
      });
      return { outcome: "renewed", account, sessionId, refreshToken, now };
    case "repeat":
      return { outcome: "renewed", account, sessionId, refreshToken, now };
    case "reused":
      await revokeSession(tx, sessionId, now);
      return { outcome: "revoked", sessionId };
    case "over":
      return { outcome: "refused" };
  }
}

/**
 * Exchanges a refresh token for its successor and a new access token. Presented again within 10 s it gets the same
 * successor; later, somebody has a copy, and the whole family ends.
 */
export async function refresh(deps: Parts, ctx: Ctx, input: InputOf<typeof authContract.refresh>): Promise<Tokens> {
  const presented = input.refreshToken ?? input.refresh_token;
  if (presented === undefined || presented === "") throw new AppError("unauthenticated", "Sign in: there is no refresh token.");
  const renewal = await deps.transaction(async (tx) => {
    const result = await renew(deps, tx, presented);
    if (result.outcome === "revoked")
      await announce(tx, ctx, { type: "session.revoked", subjectId: result.sessionId, data: { reason: "token_reused" } });
    return result;
  });
  switch (renewal.outcome) {
    case "renewed":
      return tokensFor(deps, renewal.account, { id: renewal.sessionId, refreshToken: renewal.refreshToken, now: renewal.now });
    case "revoked":
      deps.revocations.add(renewal.sessionId);
      throw new AppError("unauthenticated", "This sign-in was ended because one of its tokens was used twice. Sign in again.");
    case "refused":
      throw new AppError("unauthenticated", "This sign-in is over. Sign in again.");
  }
}
