import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { testClock } from "@cofounder/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createLog } from "../src/http/edge/log.ts";
import { createServer, type Server } from "../src/server.ts";
import { settingsIn } from "./command-settings.ts";

const person = { email: "ada@example.org", username: "ada", password: "nine small green boats" };
const minuteMs = 60_000;

describe("a server whose configuration says how sign-ins go", () => {
  const clock = testClock();
  let folder: string;
  let server: Server;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "cofounder-sign-in-"));
    const variables = {
      ACCESS_TOKEN_EXPIRE_MINUTES: "3",
      REFRESH_TOKEN_EXPIRE_DAYS: "2",
      MAX_LOGIN_ATTEMPTS: "2",
      LOCKOUT_DURATION_MINUTES: "4",
    };
    const { config, secrets } = settingsIn(folder, variables);
    server = await createServer({ config, secrets, log: createLog({ level: "fatal", format: "json" }), overrides: { clock } });
    await server.start();
    await post("register", { ...person, password_confirm: person.password });
  });
  afterAll(async () => {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const post = (path: string, payload: object) =>
    server.app.inject({ method: "POST", url: `/api/auth/${path}`, payload, headers: { host: "localhost" } });
  const signIn = (password = person.password) => post("login", { email: person.email, password });
  const askWho = (token: string) => server.app.inject({ url: "/api/auth/me", headers: { authorization: `Bearer ${token}` } });

  it("gives access tokens and cookies of that life", async () => {
    const answer = await signIn();
    const { accessToken } = answer.json<{ accessToken: string }>();
    expect(answer.cookies.map(({ name, maxAge }) => [name, maxAge])).toEqual(
      expect.arrayContaining([
        ["cofounder_access", 180],
        ["cofounder_refresh", 172_800],
      ]),
    );
    clock.advance(3 * minuteMs - 1);
    expect((await askWho(accessToken)).statusCode).toBe(200);
    clock.advance(1);
    expect((await askWho(accessToken)).statusCode).toBe(401);
  });

  it("ends a session after as many days without use", async () => {
    const { refreshToken } = (await signIn()).json<{ refreshToken: string }>();
    clock.advance(2 * 24 * 60 * minuteMs - 1);
    const renewed = await post("refresh", { refreshToken });
    expect(renewed.statusCode).toBe(200);
    clock.advance(2 * 24 * 60 * minuteMs);
    expect((await post("refresh", { refreshToken: renewed.json<{ refreshToken: string }>().refreshToken })).statusCode).toBe(401);
  });

  it("locks after as many bad passwords, for as long", async () => {
    expect([(await signIn("wrong")).statusCode, (await signIn("wrong")).statusCode]).toEqual([401, 401]);
    const locked = await signIn();
    expect([locked.statusCode, locked.headers["retry-after"]]).toEqual([429, "240"]);
    clock.advance(4 * minuteMs);
    expect((await signIn()).statusCode).toBe(200);
  });
});
