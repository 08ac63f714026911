import { anonymousCtx, uuidv7 } from "@cofounder/kernel";
import { eachDatabase, outcomeOf, type TestClock, testClock } from "@cofounder/testing";
import { sql } from "drizzle-orm";
import { afterEach, beforeEach, expect, it } from "vitest";
import { authOn, signInRules } from "../../../../test/auth-world.ts";
import type { Auth, SignInRules } from "../index.ts";

const minute = 60_000;
const day = 24 * 60 * minute;
const person = { email: "ada@example.org", password: "nine small green boats" };
const ctx = () => anonymousCtx(uuidv7());

eachDatabase((database) => {
  let clock: TestClock;
  let auth: Auth | undefined;

  /** A server with these rules, and an account on it. */
  async function authWith(other: Partial<SignInRules>): Promise<Auth> {
    const made = authOn(database(), { clock, rules: { ...signInRules, ...other }, registrationRule: () => Promise.resolve("open") });
    await made.start();
    await made.register(ctx(), { ...person, username: "ada", password_confirm: person.password });
    return (auth = made);
  }

  beforeEach(async () => {
    clock = testClock();
    await database().transaction(async (tx) => {
      for (const table of ["auth.users", "auth.login_attempts", "floor.outbox"]) await tx.execute(sql.raw(`delete from ${table}`));
    });
  });
  afterEach(() => auth?.stop());

  it("an access token lasts as long as the rules say", async () => {
    const brief = await authWith({ accessTokenMs: minute });
    const { accessToken } = await brief.login(ctx(), person);
    clock.advance(minute - 1);
    expect((await brief.authenticate(accessToken)).expiresAt).toEqual(new Date(clock.now().getTime() + 1));
    clock.advance(1);
    expect(await outcomeOf(brief.authenticate(accessToken))).toBe("unauthenticated");
  });

  it("a session ends after as many days without use as the rules say, and lives on with it", async () => {
    const lasting = await authWith({ refreshTokenMs: 30 * day });
    const renew = (refreshToken: string) => lasting.refresh(ctx(), { refreshToken });
    const first = await lasting.login(ctx(), person);
    clock.advance(30 * day - 1);
    const second = await renew(first.refreshToken);
    clock.advance(30 * day - 1);
    const third = await renew(second.refreshToken);
    clock.advance(30 * day);
    expect(await outcomeOf(renew(third.refreshToken))).toBe("unauthenticated");
  });

  it("an account is locked after as many bad passwords, and for as long, as the rules say", async () => {
    const strict = await authWith({ maxLoginAttempts: 2, lockoutMs: 3 * minute });
    const wrong = () => outcomeOf(strict.login(ctx(), { ...person, password: "wrong password" }));
    expect([await wrong(), await wrong(), await wrong()]).toEqual(["unauthenticated", "unauthenticated", "limit"]);
    const { rows } = await database().sql.execute(sql`select payload from floor.outbox where type = 'user.locked'`);
    expect(rows).toEqual([{ payload: { until: new Date(clock.now().getTime() + 3 * minute).toISOString() } }]);
    clock.advance(3 * minute - 1);
    await expect(strict.login(ctx(), person)).rejects.toMatchObject({ code: "limit", details: { retryAfterSeconds: 1 } });
    clock.advance(1);
    expect(await outcomeOf(strict.login(ctx(), person))).toMatchObject({ success: true });
  });
});
