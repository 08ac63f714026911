import { createHash, createHmac, hkdfSync, randomBytes } from "node:crypto";

/** How long a rotated token still answers with its successor: a lost answer or a second tab is no theft. */
export const rotationGraceMs = 10_000;

const prefix = "cfr_";

export interface RefreshTokens {
  first(): string;
  /** The token that follows, always the same one: it need not be kept to be given again. */
  successorOf(token: string): string;
}

/** Refresh tokens: 256 bits, of which only the SHA-256 is stored; a successor is an HMAC of its predecessor. */
export function createRefreshTokens(jwtSecret: string): RefreshTokens {
  const key = Buffer.from(hkdfSync("sha256", jwtSecret, "", "refresh token successor", 32));
  return {
    first: () => prefix + randomBytes(32).toString("base64url"),
    successorOf: (token) => prefix + createHmac("sha256", key).update(token).digest("base64url"),
  };
}

export function hashToken(token: string): Uint8Array {
  return createHash("sha256").update(token).digest();
}

/**
 * What a presented refresh token deserves: `rotate` when it is the newest of its family, `repeat` when it was rotated
 * less than 10 s ago, `reused` when it was rotated longer ago (somebody has a copy), `over` when its time has passed.
 */
export function judgeRefresh(token: { expiresAt: Date; rotatedAt: Date | null }, now: Date): "rotate" | "repeat" | "reused" | "over" {
  if (token.expiresAt <= now) return "over";
  if (token.rotatedAt === null) return "rotate";
  return now.getTime() - token.rotatedAt.getTime() <= rotationGraceMs ? "repeat" : "reused";
}
