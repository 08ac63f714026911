import { authContract, type InputOf } from "@cofounder/contracts";
import { anonymousCtx, type Ctx, uuidv7 } from "@cofounder/kernel";
import { eachDatabase, outcomeOf, testClock } from "@cofounder/testing";
import { sql } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import { authOn } from "../../../../test/auth-world.ts";
import type { AuthDeps } from "../deps.ts";

type Register = InputOf<typeof authContract.register>;

const password = "nine small green boats";
const person = (name: string, more: Partial<Register> = {}): Register => ({
  email: `${name}@example.org`,
  username: name,
  password,
  password_confirm: password,
  ...more,
});
const ctx = (): Ctx => anonymousCtx(uuidv7());

eachDatabase((database) => {
  beforeEach(() =>
    database().transaction(async (tx) => {
      for (const table of ["auth.users", "auth.login_attempts", "auth.setup_tokens", "floor.outbox", "floor.effects"])
        await tx.execute(sql.raw(`delete from ${table}`));
    }),
  );

  const count = async (table: "users" | "credentials" | "setup_tokens"): Promise<number> =>
    Number(
      (await database().sql.execute<{ n: string }>(sql`select count(*) as n from ${sql.identifier("auth")}.${sql.identifier(table)}`)).rows[0]?.n,
    );
  const announced = async () =>
    (await database().sql.execute(sql`select type, subject_id, actor, payload from floor.outbox order by position`)).rows as {
      type: string;
      subject_id: string;
      actor: unknown;
      payload: unknown;
    }[];

  describe("the first account", () => {
    it("is the owner's, and is announced in the owner's name", async () => {
      const auth = authOn(database());
      expect(await auth.hasOwner()).toBe(false);
      const answer = await auth.register(ctx(), person("ada", { email: "Ada@Example.org" }));
      expect(answer).toMatchObject({ success: true, user: { email: "Ada@Example.org", username: "ada", role: "owner", is_active: true } });
      expect(authContract.register.response.parse(answer)).toEqual(answer);
      expect(await auth.hasOwner()).toBe(true);
      const { id } = answer.user;
      expect(await announced()).toEqual([{ type: "user.registered", subject_id: id, actor: { kind: "user", id }, payload: { role: "owner" } }]);
      expect(await auth.namesOf([id, uuidv7(), "system"])).toEqual(new Map([[id, "ada"]]));
    });

    it("is one, however many are opened at the same moment", async () => {
      const auth = authOn(database());
      const names = Array.from({ length: 10 }, (_, index) => `person${index}`);
      const outcomes = await Promise.all(names.map((name) => outcomeOf(auth.register(ctx(), person(name)))));
      expect(outcomes.filter((one) => one === "forbidden")).toHaveLength(9);
      expect(outcomes.filter((one) => one !== "forbidden")).toMatchObject([{ user: { role: "owner" } }]);
      expect([await count("users"), await count("credentials"), (await announced()).length]).toEqual([1, 1, 1]);
    });

    it("needs the setup token from elsewhere and outside development", async () => {
      for (const place of [{ isDevelopment: false }, { isLocalRequest: () => false }]) {
        const auth = authOn(database(), place);
        const printed = await auth.issueSetupToken();
        expect(printed).toMatch(/^[\w-]{32}$/);
        expect(await outcomeOf(auth.register(ctx(), person("eve")))).toBe("forbidden");
        expect(await outcomeOf(auth.register(ctx(), person("eve", { setup_token: `${printed}x` })))).toBe("forbidden");
      }
      expect(await count("users")).toBe(0);
    });

    it("is opened by the token of any start, which then is worth nothing more", async () => {
      const [one, two] = [authOn(database(), { isDevelopment: false }), authOn(database(), { isDevelopment: false })];
      const first = await one.issueSetupToken();
      await two.issueSetupToken();
      const stored = await database().sql.execute(sql`select encode(hash, 'escape') as hash from auth.setup_tokens`);
      expect(JSON.stringify(stored.rows)).not.toContain(first);
      expect(await two.register(ctx(), person("ada", { setup_token: String(first) }))).toMatchObject({ user: { role: "owner" } });
      expect(await count("setup_tokens")).toBe(0);
      expect(await one.issueSetupToken()).toBeNull();
      expect(await outcomeOf(two.register(ctx(), person("bob", { setup_token: String(first) })))).toBe("forbidden");
    });

    it("is opened by the configured setup token alone where there is one", async () => {
      const unconfigured = await authOn(database()).issueSetupToken();
      const auth = authOn(database(), { isDevelopment: false, setupToken: "from-the-environment" });
      expect(await auth.issueSetupToken()).toBe("from-the-environment");
      expect(await outcomeOf(auth.register(ctx(), person("ada", { setup_token: String(unconfigured) })))).toBe("forbidden");
      expect(await auth.register(ctx(), person("ada", { setup_token: "from-the-environment" }))).toMatchObject({ user: { role: "owner" } });
    });

    it("leaves no more than twenty setup tokens behind, however often the server starts", async () => {
      const clock = testClock();
      const auth = authOn(database(), { clock, isDevelopment: false });
      const first = String(await auth.issueSetupToken());
      for (let start = 0; start < 20; start++) {
        clock.advance(1000);
        await auth.issueSetupToken();
      }
      expect(await count("setup_tokens")).toBe(20);
      expect(await outcomeOf(auth.register(ctx(), person("ada", { setup_token: first })))).toBe("forbidden");
    });
  });

  describe("a later account", () => {
    const owned = async (overrides: Partial<AuthDeps> = {}) => {
      const auth = authOn(database(), { registrationRule: () => Promise.resolve("open"), ...overrides });
      await auth.register(ctx(), person("ada"));
      return auth;
    };

    it("is a viewer's where registration is open", async () => {
      expect(await (await owned()).register(ctx(), person("bob"))).toMatchObject({ user: { role: "viewer" } });
    });

    it("is refused where registration is closed or by invitation, whatever it names", async () => {
      for (const rule of ["closed", "invite"] as const) {
        const auth = authOn(database(), { registrationRule: () => Promise.resolve(rule) });
        await outcomeOf(auth.register(ctx(), person("ada")));
        expect(await outcomeOf(auth.register(ctx(), person("ada")))).toBe("forbidden");
        expect(await outcomeOf(auth.register(ctx(), person("bob")))).toBe("forbidden");
      }
    });

    it("cannot have an address or a name that is in use, whatever its case", async () => {
      const auth = await owned();
      expect(await outcomeOf(auth.register(ctx(), person("bob", { email: "ADA@example.ORG" })))).toBe("conflict");
      expect(await outcomeOf(auth.register(ctx(), person("Ada", { email: "other@example.org" })))).toBe("conflict");
    });

    it("is one, however often the same is asked for at the same moment", async () => {
      const auth = await owned();
      const outcomes = await Promise.all(Array.from({ length: 8 }, () => outcomeOf(auth.register(ctx(), person("bob")))));
      expect(outcomes.filter((one) => one === "conflict")).toHaveLength(7);
      expect(await count("users")).toBe(2);
    });

    it("is answered again, not opened again, when the same request is repeated", async () => {
      const auth = await owned();
      const request = { ...ctx(), effectKey: "key-1" };
      const first = await auth.register(request, person("bob"));
      expect(await auth.register(request, person("bob"))).toEqual(first);
      expect(await count("users")).toBe(2);
    });
  });

  it("a bad password is refused at its field and nothing is stored", async () => {
    const auth = authOn(database());
    const refusal = (input: Register) => auth.register(ctx(), input);
    await expect(refusal(person("ada", { password_confirm: "something else!!" }))).rejects.toMatchObject({
      code: "invalid",
      details: { issues: [{ loc: ["body", "password_confirm"] }] },
    });
    await expect(refusal(person("ada", { password: "password1234", password_confirm: "password1234" }))).rejects.toMatchObject({
      code: "invalid",
      details: { issues: [{ loc: ["body", "password"] }] },
    });
    expect(await count("users")).toBe(0);
  });
});
