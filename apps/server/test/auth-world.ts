import type { Database } from "@cofounder/database";
import { testClock } from "@cofounder/testing";
import { expect } from "vitest";
import { type Auth, type AuthDeps, createAuth, type SignInRules } from "../src/modules/auth/index.ts";

const minuteMs = 60_000;

export const signInRules: SignInRules = {
  accessTokenMs: 15 * minuteMs,
  refreshTokenMs: 7 * 24 * 60 * minuteMs,
  maxLoginAttempts: 5,
  lockoutMs: 30 * minuteMs,
};

/** The auth module on a database, as one replica that is reached from its own machine; who comes after the owner needs an invitation. */
export function authOn({ sql, transaction, listen }: Database, overrides: Partial<AuthDeps> = {}): Auth {
  return createAuth({
    sql,
    transaction,
    listen,
    clock: testClock(),
    report: (error) => expect.unreachable(String(error)),
    isDevelopment: true,
    jwtSecret: "a secret for everybody, 32 bytes long",
    adminJwtSecret: "another secret for the owner, 32 bytes",
    rules: signInRules,
    setupToken: undefined,
    registrationRule: () => Promise.resolve("invite"),
    isLocalRequest: () => true,
    addressOf: () => "127.0.0.1",
    sessionOf: () => undefined,
    ...overrides,
  });
}
