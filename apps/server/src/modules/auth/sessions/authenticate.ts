import { type Actor, AppError, type Permission, type Role, rolePermissions } from "@cofounder/kernel";
import { isPrivileged } from "../accounts/account.ts";
import type { AuthParts } from "../parts.ts";

/** Who a valid access token stands for, with what they may do now. */
export interface SignedIn {
  actor: Actor & { kind: "user" };
  role: Role;
  permissions: ReadonlySet<Permission>;
  sessionId: string;
  /** When the token ends, and with it whatever stream it opened. */
  expiresAt: Date;
}

/**
 * Who the token stands for. Throws `unauthenticated` for a token that is not ours, has expired, belongs to a revoked
 * session or a barred person, or is too weak for the role that its person has by now.
 */
export async function authenticate(deps: Pick<AuthParts, "accessTokens" | "accounts" | "revocations" | "clock">, token: string): Promise<SignedIn> {
  const read = deps.accessTokens.read(token, deps.clock.now());
  if (read === undefined) throw new AppError("unauthenticated", "The access token is not valid or has expired.");
  const { sub, sid } = read.claims;
  if (deps.revocations.has(sid)) throw new AppError("unauthenticated", "This sign-in was ended. Sign in again.");
  const account = await deps.accounts.find(sub);
  if (account === undefined || !account.isActive) throw new AppError("unauthenticated", "This account is not open.");
  if (isPrivileged(account.role) && !read.isPrivileged) throw new AppError("unauthenticated", "Your role has changed: refresh your token.");
  return {
    actor: { kind: "user", id: sub },
    role: account.role,
    permissions: rolePermissions[account.role],
    sessionId: sid,
    expiresAt: read.expiresAt,
  };
}

/** What a person may do now: nothing, for somebody unknown or barred. */
export async function permissionsOf(deps: Pick<AuthParts, "accounts">, userId: string): Promise<ReadonlySet<Permission>> {
  const account = await deps.accounts.find(userId);
  return account?.isActive === true ? rolePermissions[account.role] : new Set();
}
