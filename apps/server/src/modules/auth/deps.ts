import type { Sql, Transaction } from "@cofounder/database";
import type { Clock, Ctx } from "@cofounder/kernel";
import type { RegistrationRule } from "./accounts/account.ts";

/** How long sign-ins last and how many guesses a password stands. */
export interface SignInRules {
  accessTokenMs: number;
  /** How long a refresh token may wait for its use; each use starts the time anew. */
  refreshTokenMs: number;
  /** Bad passwords that lock an account for the address they came from. */
  maxLoginAttempts: number;
  lockoutMs: number;
}

/** What auth asks of the house. */
export interface AuthDeps {
  sql: Sql;
  transaction: Transaction;
  clock: Clock;
  /** Calls `wake` at each notification on the channel, and when one may have been missed. */
  listen(channel: string, wake: () => void): Promise<() => void>;
  /** Takes failures that nobody waits for. */
  report(error: unknown): void;
  isDevelopment: boolean;
  /** Signs the tokens of editors and viewers. */
  jwtSecret: string;
  /** Signs the tokens of owners and admins. */
  adminJwtSecret: string;
  rules: SignInRules;
  /** The setup token that the configuration gives; without one each start makes its own. */
  setupToken: string | undefined;
  /** Who may open an account once there is an owner. */
  registrationRule(): Promise<RegistrationRule>;
  /** Whether the request came over loopback with a loopback Host header. */
  isLocalRequest(ctx: Ctx): boolean;
  /** The network address that the request came from, behind trusted proxies only. */
  addressOf(ctx: Ctx): string;
  /** The session whose token the request was made with. */
  sessionOf(ctx: Ctx): string | undefined;
}
