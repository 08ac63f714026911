import { AppError, bind } from "@cofounder/kernel";
import { createAccountCache } from "./accounts/account-cache.ts";
import { findAccount, hasOwner, listNames } from "./accounts/accounts.queries.ts";
import { getMe } from "./accounts/get-me.ts";
import { createPasswordHashes } from "./accounts/password-hash.ts";
import { register } from "./accounts/register.ts";
import { issueSetupToken } from "./accounts/setup-token.ts";
import type { AuthDeps } from "./deps.ts";
import type { AuthParts } from "./parts.ts";
import { createAccessTokens } from "./sessions/access-token.ts";
import { authenticate, permissionsOf } from "./sessions/authenticate.ts";
import { login } from "./sessions/login.ts";
import { logout } from "./sessions/logout.ts";
import { refresh } from "./sessions/refresh.ts";
import { createRefreshTokens } from "./sessions/refresh-token.ts";
import { createRevocations } from "./sessions/revocations.ts";
import { listRevoked } from "./sessions/sessions.queries.ts";
import { sweep } from "./sessions/sweep.ts";

export function createAuth(deps: AuthDeps) {
  const listeners = new Set<() => void>();
  const parts: AuthParts = {
    ...deps,
    passwords: createPasswordHashes(),
    accounts: createAccountCache({ clock: deps.clock, findAccount: (id) => findAccount(deps.sql, id) }),
    accessTokens: createAccessTokens({ ...deps, ...deps.rules }),
    refreshTokens: createRefreshTokens(deps.jwtSecret),
    revocations: createRevocations({
      ...deps,
      ...deps.rules,
      listRevoked: (since) => listRevoked(deps.sql, since),
      onRead: () => listeners.forEach((listener) => listener()),
    }),
  };
  let stopListening: (() => void) | undefined;

  return {
    ...bind(parts, { register, login, refresh, logout, getMe }),

    /** Knows the revoked sessions and hears of new ones; until then nobody is let in. */
    async start(): Promise<void> {
      const stop = await deps.listen("sessions", () => {
        parts.accounts.clear();
        parts.revocations.reload();
      });
      // The first refusal of an unknown account shall take no longer than the others.
      await Promise.all([parts.revocations.load(), parts.passwords.verify(undefined, "")]);
      stopListening = stop;
    },
    stop(): void {
      stopListening?.();
      parts.revocations.stop();
    },

    /** Calls back when some session was revoked or some account changed, on whichever replica, once that counts here. */
    onChange(listener: () => void): () => void {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    /** Who an access token stands for, with the permissions they have now; throws `unauthenticated`. */
    async authenticate(token: string) {
      if (stopListening === undefined) throw new AppError("unavailable", "The server is still starting.", { retryAfterSeconds: 1 });
      return authenticate(parts, token);
    },
    permissionsOf: (userId: string) => permissionsOf(parts, userId),
    namesOf: (userIds: string[]) => listNames(deps.sql, userIds),
    hasOwner: () => hasOwner(deps.sql),
    /** The token to print at a start while there is no owner, else null. */
    issueSetupToken: () => issueSetupToken(parts),
    sweep: (now: Date) => sweep(deps, now),
  };
}

export type Auth = ReturnType<typeof createAuth>;
export type { AuthDeps, SignInRules } from "./deps.ts";
