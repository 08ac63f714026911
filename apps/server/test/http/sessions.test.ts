import { AppError, type Ctx } from "@cofounder/kernel";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestApp, operationsOf, type TestApp } from "./fixture.ts";

const user = {
  id: "0198a3f0-0000-7000-8000-000000000001",
  email: "o@b.example",
  username: "o",
  role: "owner",
  auth_provider: "jwt",
  is_active: true,
  created_at: "2026-03-01T09:00:00.000Z",
};
const tokens = { success: true, accessToken: "editor:cookie", refreshToken: "refresh-1", user };
const seen: { ctx: Ctx; input: unknown }[] = [];
let server: TestApp;

function take(answer: unknown) {
  return (ctx: Ctx, input: unknown): unknown => {
    seen.push({ ctx, input });
    return answer;
  };
}

beforeAll(async () => {
  const refresh = (ctx: Ctx, input: { refreshToken?: string }): unknown => {
    seen.push({ ctx, input });
    if (input.refreshToken === "reused") throw new AppError("unauthenticated", "The session has ended.");
    return tokens;
  };
  const auth = {
    login: take(tokens),
    refresh,
    logout: take({ success: true, message: "Signed out." }),
    getMe: take(user),
    register: take({ success: true, message: "Open.", user }),
  };
  server = await createTestApp({ operations: operationsOf({ auth, tasks: { listTasks: take({ tasks: [], total: 0, offset: 0, limit: 20 }) } }) });
});
afterAll(() => server.app.close());

interface Asked {
  method?: "GET" | "POST";
  url: string;
  payload?: object;
  cookies?: Record<string, string>;
  headers?: Record<string, string>;
}
const ask = ({ method = "POST", url, payload, cookies, headers }: Asked) =>
  server.app.inject({ method, url, ...(payload ? { payload } : {}), ...(cookies ? { cookies } : {}), ...(headers ? { headers } : {}) });
const signIn = () => ask({ url: "/api/auth/login", payload: { email: "o@b.example", password: "x" } });
const inside = { cofounder_access: "editor:cookie", cofounder_csrf: "csrf-value" };

describe("signing in", () => {
  it("answers the tokens and sets three cookies, of which the page can read one", async () => {
    const answer = await signIn();
    expect(answer.json()).toMatchObject({ success: true, accessToken: "editor:cookie" });
    expect(answer.headers["cache-control"]).toBe("no-store");
    const cookies = Object.fromEntries(answer.cookies.map((cookie) => [cookie.name, cookie]));
    expect(cookies["cofounder_access"]).toMatchObject({ value: "editor:cookie", httpOnly: true, sameSite: "Lax", path: "/", maxAge: 900 });
    expect(cookies["cofounder_refresh"]).toMatchObject({ value: "refresh-1", httpOnly: true, sameSite: "Lax", path: "/api/auth", maxAge: 2_592_000 });
    expect(cookies["cofounder_csrf"]).toMatchObject({ sameSite: "Lax", path: "/" });
    expect(cookies["cofounder_csrf"]).not.toHaveProperty("httpOnly");
    expect(answer.cookies.some((cookie) => cookie.secure)).toBe(false);
  });

  it("marks the cookies Secure where people come by https", async () => {
    const secure = await createTestApp({
      settings: { publicUrl: "https://blog.example" },
      operations: operationsOf({ auth: { login: take(tokens) } }),
    });
    const answer = await secure.app.inject({ method: "POST", url: "/api/auth/login", payload: { email: "o@b.example", password: "x" } });
    expect(answer.cookies.map((cookie) => cookie.secure)).toEqual([true, true, true]);
    expect(answer.headers["strict-transport-security"]).toContain("max-age=31536000");
    await secure.app.close();
  });

  it("works for somebody whose old cookie opens nothing any more", async () => {
    const answer = await ask({ url: "/api/auth/login", payload: { email: "o@b.example", password: "x" }, cookies: { cofounder_access: "stale" } });
    expect(answer.statusCode).toBe(200);
    expect(seen.at(-1)?.ctx.actor.kind).toBe("anonymous");
  });
});

describe("a request", () => {
  it("is made by whoever's bearer token or cookie it carries", async () => {
    for (const asked of [{ headers: { authorization: "Bearer viewer" } }, { cookies: { cofounder_access: "viewer" } }]) {
      expect((await ask({ method: "GET", url: "/api/auth/me", ...asked })).statusCode).toBe(200);
      expect(seen.at(-1)?.ctx.permissions.has("tasks.read")).toBe(true);
      expect(seen.at(-1)?.ctx.permissions.has("tasks.write")).toBe(false);
    }
  });

  it("without a token, or with one that opens nothing, answers 401 where somebody must be signed in", async () => {
    const none = await ask({ method: "GET", url: "/api/tasks" });
    expect([none.statusCode, none.headers["www-authenticate"], none.json<{ detail: string }>().detail]).toEqual([
      401,
      "Bearer",
      "Sign in to do this.",
    ]);
    for (const authorization of ["Bearer unknown", "Basic dXNlcg==", "Bearer", `Bearer ${"x".repeat(5000)}`]) {
      expect((await ask({ method: "GET", url: "/api/tasks", headers: { authorization } })).statusCode).toBe(401);
    }
  });

  it("is refused with 401 or 403 before its body is read", async () => {
    const broken = { "content-type": "application/json" };
    expect((await server.app.inject({ method: "POST", url: "/api/posts", payload: "{broken", headers: broken })).statusCode).toBe(401);
    expect(
      (await server.app.inject({ method: "POST", url: "/api/posts", payload: "{broken", headers: { ...broken, authorization: "Bearer viewer" } }))
        .statusCode,
    ).toBe(403);
  });

  it("does not fall back to the cookie when a bearer token is given", async () => {
    expect(
      (await ask({ method: "GET", url: "/api/auth/me", headers: { authorization: "Bearer unknown" }, cookies: { cofounder_access: "viewer" } }))
        .statusCode,
    ).toBe(401);
  });
});

describe("a change made with the cookie", () => {
  it("needs the CSRF token of its own cookie", async () => {
    const logout = (headers: Record<string, string>, cookies: Record<string, string> = inside) =>
      ask({ url: "/api/auth/logout", payload: {}, cookies, headers });
    for (const headers of [{}, { "x-csrf-token": "" }, { "x-csrf-token": "csrf-valuf" }, { "x-csrf-token": "csrf-value-longer" }] as Record<
      string,
      string
    >[]) {
      const answer = await logout(headers);
      expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([403, "csrf"]);
    }
    expect((await logout({ "x-csrf-token": "" }, { cofounder_access: "editor", cofounder_csrf: "" })).statusCode).toBe(403);
    expect((await logout({ "x-csrf-token": "csrf-value" })).statusCode).toBe(200);
  });

  it("that a stranger may make too is a stranger's without it", async () => {
    const body = { email: "n@b.example", username: "new", password: "long enough pass", password_confirm: "long enough pass" };
    await ask({ url: "/api/auth/register", payload: body, cookies: inside });
    expect(seen.at(-1)?.ctx.actor.kind).toBe("anonymous");
    await ask({ url: "/api/auth/register", payload: body, cookies: inside, headers: { "x-csrf-token": "csrf-value" } });
    expect(seen.at(-1)?.ctx.actor.kind).toBe("user");
  });

  it("with a bearer token needs none, and reading never does", async () => {
    expect((await ask({ url: "/api/auth/logout", payload: {}, headers: { authorization: "Bearer editor" } })).statusCode).toBe(200);
    expect((await ask({ method: "GET", url: "/api/tasks", cookies: inside })).statusCode).toBe(200);
  });
});

describe("a session", () => {
  it("is renewed from the body, or from the cookie with its CSRF token", async () => {
    await ask({ url: "/api/auth/refresh", payload: { refreshToken: "from-body" } });
    expect(seen.at(-1)?.input).toEqual({ refreshToken: "from-body" });
    const cookies = { cofounder_refresh: "from-cookie", cofounder_csrf: "csrf-value" };
    expect((await ask({ url: "/api/auth/refresh", cookies })).statusCode).toBe(403);
    const renewed = await ask({ url: "/api/auth/refresh", cookies, headers: { "x-csrf-token": "csrf-value" } });
    expect(seen.at(-1)?.input).toEqual({ refreshToken: "from-cookie" });
    expect(renewed.cookies.map(({ name }) => name)).toEqual(["cofounder_access", "cofounder_refresh", "cofounder_csrf"]);
  });

  it("that cannot be renewed takes its cookies along", async () => {
    const answer = await ask({
      url: "/api/auth/refresh",
      cookies: { cofounder_refresh: "reused", cofounder_csrf: "c" },
      headers: { "x-csrf-token": "c" },
    });
    expect(answer.statusCode).toBe(401);
    expect(answer.cookies.map(({ name, value }) => [name, value])).toEqual([
      ["cofounder_access", ""],
      ["cofounder_refresh", ""],
      ["cofounder_csrf", ""],
    ]);
  });

  it("that ends clears its cookies on the addresses they were set for", async () => {
    const answer = await ask({ url: "/api/auth/logout", payload: {}, cookies: inside, headers: { "x-csrf-token": "csrf-value" } });
    expect(answer.cookies.map(({ name, path }) => [name, path])).toEqual([
      ["cofounder_access", "/"],
      ["cofounder_refresh", "/api/auth"],
      ["cofounder_csrf", "/"],
    ]);
    expect(answer.cookies.every(({ expires }) => expires !== undefined && expires.getTime() === 0)).toBe(true);
  });
});
