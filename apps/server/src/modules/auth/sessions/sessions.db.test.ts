import { authContract } from "@cofounder/contracts";
import { anonymousCtx, type Ctx, type Role, rolePermissions, uuidv7 } from "@cofounder/kernel";
import { eachDatabase, outcomeOf, type TestClock, testClock } from "@cofounder/testing";
import { sql } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { authOn } from "../../../../test/auth-world.ts";
import type { Auth } from "../index.ts";

const password = "nine small green boats";
const minute = 60_000;
const day = 24 * 60 * minute;

/** A request, with what the door knows of it. */
interface Request extends Ctx {
  address?: string;
  sessionId?: string;
}

const from = (address: string): Request => ({ ...anonymousCtx(uuidv7()), address });
const ctx = (): Request => from("192.0.2.1");
const credentials = (email = "ada@example.org", typed = password) => ({ email, password: typed });

eachDatabase((database) => {
  let clock: TestClock;
  let auth: Auth;
  let started: Auth[] = [];

  async function replica(): Promise<Auth> {
    const made = authOn(database(), {
      clock,
      registrationRule: () => Promise.resolve("open"),
      addressOf: (request: Request) => request.address ?? "",
      sessionOf: (request: Request) => request.sessionId,
    });
    await made.start();
    started.push(made);
    return made;
  }

  const register = async (name: string) =>
    (await auth.register(ctx(), { email: `${name}@example.org`, username: name, password, password_confirm: password })).user;
  const run = (statement: ReturnType<typeof sql>) => database().transaction(async (tx) => void (await tx.execute(statement)));
  const announced = async () =>
    (
      await database().sql.execute<{ type: string; payload: unknown }>(
        sql`select type, payload from floor.outbox where type <> 'user.registered' order by position`,
      )
    ).rows;
  const signedIn = async (tokens: { accessToken: string }, where = auth): Promise<Request> => {
    const { actor, permissions, sessionId } = await where.authenticate(tokens.accessToken);
    return { ...ctx(), actor, permissions, sessionId };
  };
  const setRole = (id: string, role: Role) =>
    run(sql`with changed as (update auth.users set role = ${role} where id = ${id}) select pg_notify('sessions', '')`);

  beforeEach(async () => {
    for (const table of ["auth.users", "auth.login_attempts", "floor.outbox"]) await run(sql.raw(`delete from ${table}`));
    clock = testClock();
    auth = await replica();
    await register("ada");
  });
  afterEach(() => {
    for (const made of started) made.stop();
    started = [];
  });

  describe("signing in", () => {
    it("answers a pair of tokens and the account, whatever the case of the address, and is announced", async () => {
      const tokens = await auth.login(ctx(), credentials("ADA@example.org"));
      expect(authContract.login.response.parse(tokens)).toEqual(tokens);
      const who = await auth.authenticate(tokens.accessToken);
      expect(who).toMatchObject({ actor: { kind: "user", id: tokens.user.id }, role: "owner", permissions: rolePermissions.owner });
      expect(who.expiresAt).toEqual(new Date(clock.now().getTime() + 15 * minute));
      expect(await announced()).toEqual([{ type: "user.signed_in", payload: { session_id: who.sessionId } }]);
    });

    it("stores neither token", async () => {
      const tokens = await auth.login(ctx(), credentials());
      const { rows } = await database().sql.execute(sql`select encode(hash, 'escape') as hash from auth.refresh_tokens`);
      expect(JSON.stringify(rows)).not.toContain(tokens.refreshToken.slice(0, 20));
    });

    it("is refused alike for a wrong password, an unknown address and a barred account", async () => {
      await run(sql`update auth.users set is_active = false where id = ${(await register("bob")).id}`);
      const refusals = await Promise.all(
        [credentials("ada@example.org", "wrong password"), credentials("eve@example.org"), credentials("bob@example.org")].map((input) =>
          auth.login(ctx(), input).catch((error: Error) => error.message),
        ),
      );
      expect(refusals).toEqual(Array(3).fill("The e-mail address or the password is not right."));
    });
  });

  describe("five bad passwords", () => {
    const fail = async (times: number, input = credentials("ada@example.org", "wrong password"), address = "192.0.2.1") => {
      for (let time = 0; time < times; time++) expect(await outcomeOf(auth.login(from(address), input))).toBe("unauthenticated");
    };

    it("lock the account for the address for 30 minutes, the right password included", async () => {
      await fail(5);
      await expect(auth.login(ctx(), credentials())).rejects.toMatchObject({ code: "limit", details: { retryAfterSeconds: 1800 } });
      clock.advance(30 * minute - 1);
      expect(await outcomeOf(auth.login(ctx(), credentials()))).toBe("limit");
      clock.advance(1);
      expect(await outcomeOf(auth.login(ctx(), credentials()))).toMatchObject({ success: true });
    });

    it("are announced once, and lock neither other addresses nor other accounts", async () => {
      await register("bob");
      await fail(5);
      expect(await announced()).toEqual([{ type: "user.locked", payload: { until: new Date(clock.now().getTime() + 30 * minute).toISOString() } }]);
      expect(await outcomeOf(auth.login(from("192.0.2.2"), credentials()))).toMatchObject({ success: true });
      expect(await outcomeOf(auth.login(ctx(), credentials("bob@example.org")))).toMatchObject({ success: true });
    });

    it("lock an unknown account just the same, and tell nobody", async () => {
      await fail(5, credentials("eve@example.org"));
      expect(await outcomeOf(auth.login(ctx(), credentials("eve@example.org")))).toBe("limit");
      expect(await announced()).toEqual([]);
    });

    it("count from the start after a right one", async () => {
      await fail(4);
      await auth.login(ctx(), credentials());
      await fail(4);
      expect(await outcomeOf(auth.login(ctx(), credentials()))).toMatchObject({ success: true });
    });

    it("count each one when they come at the same moment", async () => {
      await Promise.all(Array.from({ length: 8 }, () => outcomeOf(auth.login(ctx(), credentials("ada@example.org", "wrong password")))));
      expect(await outcomeOf(auth.login(ctx(), credentials()))).toBe("limit");
    });

    it("lock an account as a whole when a hundred came from many addresses", async () => {
      await run(sql`update auth.login_attempts set failures = 99`);
      await fail(1);
      await run(sql`update auth.login_attempts set failures = 99 where failures < 99`);
      await fail(1, credentials("ada@example.org", "wrong password"), "192.0.2.3");
      expect(await outcomeOf(auth.login(from("192.0.2.4"), credentials()))).toBe("limit");
    });
  });

  describe("refreshing", () => {
    const renew = (refreshToken: string, where = auth) => where.refresh(ctx(), { refreshToken });

    it("exchanges the token for its successor, under either name, in the same session", async () => {
      const first = await auth.login(ctx(), credentials());
      clock.advance(14 * minute);
      const second = await renew(first.refreshToken);
      expect(second.refreshToken).not.toBe(first.refreshToken);
      expect((await auth.authenticate(second.accessToken)).sessionId).toBe((await auth.authenticate(first.accessToken)).sessionId);
      expect(await outcomeOf(auth.refresh(ctx(), { refresh_token: second.refreshToken }))).toMatchObject({ success: true });
    });

    it("gives the same successor to twenty that ask at the same moment, on any replica, and ends nothing", async () => {
      const other = await replica();
      let { refreshToken } = await auth.login(ctx(), credentials());
      for (let round = 1; round <= 3; round++) {
        const answers = await Promise.all(Array.from({ length: 20 }, (_, index) => renew(refreshToken, index % 2 === 0 ? auth : other)));
        expect(new Set(answers.map((answer) => answer.refreshToken)).size).toBe(1);
        expect((await database().sql.execute(sql`select 1 from auth.refresh_tokens`)).rows).toHaveLength(1 + round);
        refreshToken = answers[0]?.refreshToken ?? "";
      }
      expect((await announced()).map(({ type }) => type)).toEqual(["user.signed_in"]);
      expect(await outcomeOf(renew(refreshToken))).toMatchObject({ success: true });
    });

    it("ends the whole family when a rotated token comes back after ten seconds", async () => {
      const first = await auth.login(ctx(), credentials());
      const second = await renew(first.refreshToken);
      clock.advance(10_000);
      expect(await outcomeOf(renew(first.refreshToken))).toMatchObject({ refreshToken: second.refreshToken });
      clock.advance(1);
      expect(await outcomeOf(renew(first.refreshToken))).toBe("unauthenticated");
      expect(await outcomeOf(renew(second.refreshToken))).toBe("unauthenticated");
      expect(await outcomeOf(auth.authenticate(second.accessToken))).toBe("unauthenticated");
      expect((await announced()).at(-1)).toEqual({ type: "session.revoked", payload: { reason: "token_reused" } });
    });

    it("leaves the person's other sign-ins alone when one family ends", async () => {
      const [stolen, other] = [await auth.login(ctx(), credentials()), await auth.login(ctx(), credentials())];
      await renew(stolen.refreshToken);
      clock.advance(10_001);
      await outcomeOf(renew(stolen.refreshToken));
      expect(await outcomeOf(renew(other.refreshToken))).toMatchObject({ success: true });
    });

    it("is refused for no token, a strange one, and one that waited a week", async () => {
      const { refreshToken } = await auth.login(ctx(), credentials());
      expect(await outcomeOf(auth.refresh(ctx(), {}))).toBe("unauthenticated");
      expect(await outcomeOf(renew("cfr_somebody-made-this-up"))).toBe("unauthenticated");
      clock.advance(7 * day);
      expect(await outcomeOf(renew(refreshToken))).toBe("unauthenticated");
    });
  });

  describe("an access token", () => {
    it("is refused at once on every replica after signing out, and so is the refresh token", async () => {
      const other = await replica();
      const tokens = await auth.login(ctx(), credentials());
      const request = await signedIn(tokens, other);
      expect(await auth.logout(request, {})).toMatchObject({ success: true });
      expect(await outcomeOf(auth.authenticate(tokens.accessToken))).toBe("unauthenticated");
      await vi.waitFor(async () => expect(await outcomeOf(other.authenticate(tokens.accessToken))).toBe("unauthenticated"), {
        timeout: 2000,
        interval: 5,
      });
      expect(await outcomeOf(auth.refresh(ctx(), { refreshToken: tokens.refreshToken }))).toBe("unauthenticated");
      expect(await outcomeOf((await replica()).authenticate(tokens.accessToken))).toBe("unauthenticated");
      expect((await announced()).map(({ type }) => type)).toEqual(["user.signed_in", "user.signed_out", "session.revoked"]);
      await auth.logout(request, {});
      expect(await announced()).toHaveLength(3);
    });

    it("lasts 15 minutes", async () => {
      const { accessToken } = await auth.login(ctx(), credentials());
      clock.advance(15 * minute);
      expect(await outcomeOf(auth.authenticate(accessToken))).toBe("unauthenticated");
    });

    it("carries what its person may do now, not what they could when it was made", async () => {
      const tokens = await auth.login(ctx(), credentials());
      const { id } = tokens.user;
      expect((await auth.authenticate(tokens.accessToken)).permissions.has("settings.write")).toBe(true);
      await setRole(id, "viewer");
      await vi.waitFor(async () => expect((await auth.authenticate(tokens.accessToken)).permissions).toBe(rolePermissions.viewer), {
        timeout: 2000,
        interval: 5,
      });
      expect(await auth.permissionsOf(id)).toBe(rolePermissions.viewer);
    });

    it("of a person who became an admin must first be refreshed, because admins' tokens have their own secret", async () => {
      const bob = await register("bob");
      const tokens = await auth.login(ctx(), credentials("bob@example.org"));
      await auth.authenticate(tokens.accessToken);
      await setRole(bob.id, "admin");
      await vi.waitFor(async () => expect(await outcomeOf(auth.authenticate(tokens.accessToken))).toBe("unauthenticated"), {
        timeout: 2000,
        interval: 5,
      });
      const renewed = await auth.refresh(ctx(), { refreshToken: tokens.refreshToken });
      expect((await auth.authenticate(renewed.accessToken)).permissions).toBe(rolePermissions.admin);
    });

    it("of a barred or unknown person opens nothing", async () => {
      const bob = await register("bob");
      const { accessToken } = await auth.login(ctx(), credentials("bob@example.org"));
      await run(sql`update auth.users set is_active = false where id = ${bob.id}`);
      expect(await outcomeOf(auth.authenticate(accessToken))).toBe("unauthenticated");
      expect([await auth.permissionsOf(bob.id), await auth.permissionsOf(uuidv7()), await auth.permissionsOf("nobody")]).toEqual([
        new Set(),
        new Set(),
        new Set(),
      ]);
    });
  });

  it("the person who asks is shown their account; a stranger is asked to sign in", async () => {
    const tokens = await auth.login(ctx(), credentials());
    expect(await auth.getMe(await signedIn(tokens), {})).toEqual(tokens.user);
    expect(await outcomeOf(auth.getMe(ctx(), {}))).toBe("unauthenticated");
    expect(await outcomeOf(auth.logout(ctx(), {}))).toBe("unauthenticated");
  });

  it("sweeping removes what is over and nothing else", async () => {
    const old = await auth.login(ctx(), credentials());
    await outcomeOf(auth.login(ctx(), credentials("ada@example.org", "wrong password")));
    clock.advance(6 * day);
    const young = await auth.login(ctx(), credentials());
    expect(await auth.sweep(clock.now())).toEqual({ sessions: 0, tokens: 0, counts: 2 });
    clock.advance(day + 31 * minute);
    expect(await auth.sweep(clock.now())).toEqual({ sessions: 1, tokens: 1, counts: 0 });
    expect(await outcomeOf(auth.refresh(ctx(), { refreshToken: old.refreshToken }))).toBe("unauthenticated");
    expect(await outcomeOf(auth.refresh(ctx(), { refreshToken: young.refreshToken }))).toMatchObject({ success: true });
  });
});
