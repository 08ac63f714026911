import type { AccountCache } from "./accounts/account-cache.ts";
import type { PasswordHashes } from "./accounts/password-hash.ts";
import type { AuthDeps } from "./deps.ts";
import type { AccessTokens } from "./sessions/access-token.ts";
import type { RefreshTokens } from "./sessions/refresh-token.ts";
import type { Revocations } from "./sessions/revocations.ts";

/** What the verbs work with: the house's part and the module's own. */
export interface AuthParts extends AuthDeps {
  passwords: PasswordHashes;
  accounts: AccountCache;
  accessTokens: AccessTokens;
  refreshTokens: RefreshTokens;
  revocations: Revocations;
}
