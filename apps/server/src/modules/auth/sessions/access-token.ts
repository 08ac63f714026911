import { createHmac } from "node:crypto";
import type { Role } from "@cofounder/kernel";
import { createSigner, createVerifier, TokenError } from "fast-jwt";
import { isPrivileged } from "../accounts/account.ts";

const issuer = "cofounder";
const audience = "cofounder-api";
const rememberedTokens = 1000;

export interface AccessClaims {
  /** The person. */
  sub: string;
  /** Their role when the token was made; what they may do is looked up anew. */
  role: Role;
  /** The session. */
  sid: string;
  jti: string;
}

export interface ReadToken {
  claims: AccessClaims;
  expiresAt: Date;
  /** Signed with the secret for owners and admins. */
  isPrivileged: boolean;
}

export interface AccessTokens {
  sign(claims: AccessClaims, now: Date): string;
  /** Undefined for whatever is not a token of ours or has expired. */
  read(token: string, now: Date): ReadToken | undefined;
}

interface Key {
  sign(payload: object): string;
  verify(token: string): unknown;
  /** The first segment that every token signed with this key has, byte for byte. */
  header: string;
}

/** Names a key without telling it; another secret has another name. */
function keyId(name: string, secret: string): string {
  return `${name}-${createHmac("sha256", secret).update("key id").digest("base64url").slice(0, 8)}`;
}

function createKey(name: string, secret: string): Key {
  const sign = createSigner({ algorithm: "HS256", key: secret, kid: keyId(name, secret), iss: issuer, aud: audience });
  const verify = createVerifier({
    algorithms: ["HS256"],
    key: secret,
    allowedIss: issuer,
    allowedAud: audience,
    requiredClaims: ["sub", "role", "sid", "jti", "iat", "exp", "iss", "aud"],
    // Read against our own clock below.
    ignoreExpiration: true,
    cache: rememberedTokens,
  });
  const sample = sign({});
  return { sign, verify, header: sample.slice(0, sample.indexOf(".") + 1) };
}

interface TimedClaims extends AccessClaims {
  iat: number;
  exp: number;
}

function verified(key: Key, token: string): TimedClaims | undefined {
  try {
    return key.verify(token) as TimedClaims;
  } catch (error) {
    if (error instanceof TokenError) return undefined;
    throw error;
  }
}

/**
 * Access tokens: JSON Web Tokens (RFC 7519), HMAC-SHA256. A token is only looked at when its header is exactly the one
 * that we write, so neither algorithm nor key is the sender's choice.
 */
export function createAccessTokens(options: { jwtSecret: string; adminJwtSecret: string; accessTokenMs: number }): AccessTokens {
  const { accessTokenMs } = options;
  const ordinary = createKey("user", options.jwtSecret);
  const privileged = createKey("admin", options.adminJwtSecret);
  return {
    sign(claims, now) {
      const seconds = Math.floor(now.getTime() / 1000);
      const key = isPrivileged(claims.role) ? privileged : ordinary;
      return key.sign({ ...claims, iat: seconds, exp: seconds + accessTokenMs / 1000 });
    },
    read(token, now) {
      const key = [ordinary, privileged].find(({ header }) => token.startsWith(header));
      if (key === undefined) return undefined;
      const claims = verified(key, token);
      if (claims === undefined) return undefined;
      // One that was made for longer ends when one made now would: revocations are remembered no longer.
      const expiresAt = new Date(Math.min(claims.exp * 1000, claims.iat * 1000 + accessTokenMs));
      return expiresAt <= now ? undefined : { claims, expiresAt, isPrivileged: key === privileged };
    },
  };
}
