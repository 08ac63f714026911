import { AppError, type Ctx } from "@cofounder/kernel";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createOrigins } from "../../src/http/endpoint/context.ts";
import { createTestApp, operationsOf, type TestApp } from "./fixture.ts";

const registered: { input: Record<string, unknown>; origin: unknown }[] = [];
const requests: Request[] = [];
let refusal: Error | undefined;
let server: TestApp;

beforeAll(async () => {
  const origins = createOrigins();
  const register = (ctx: Ctx, input: Record<string, unknown>): unknown => {
    if (refusal !== undefined) throw refusal;
    registered.push({ input, origin: origins.of(ctx) });
    return { success: true };
  };
  const site = {
    async fetch(request: Request): Promise<Response> {
      requests.push(request.clone());
      if (new URL(request.url).pathname === "/missing")
        return new Response("<h1>Not here</h1>", { status: 404, headers: { "content-type": "text/html" } });
      const headers = new Headers({ "content-type": "text/html; charset=utf-8", "x-site": "yes", "content-security-policy": "default-src *" });
      headers.append("set-cookie", "a=1; Path=/");
      headers.append("set-cookie", "b=2; Path=/");
      return new Response(`<h1>${request.method} ${await request.text()}</h1>`, { headers });
    },
  };
  server = await createTestApp({ origins, site, operations: operationsOf({ auth: { register } }) });
});
afterAll(() => server.app.close());
beforeEach(() => {
  refusal = undefined;
  registered.length = 0;
  requests.length = 0;
});

const get = (url: string, headers: Record<string, string> = {}) => server.app.inject({ url, headers });
const strict =
  "default-src 'self';script-src 'self';style-src 'self';img-src 'self' data:;font-src 'self';connect-src 'self';object-src 'none';base-uri 'none';frame-ancestors 'none';form-action 'self'";
const policyOf = async (url: string): Promise<unknown> => (await get(url)).headers["content-security-policy"];

describe("the security headers", () => {
  it.each(["/", "/api/live", "/api/nothing", "/hub", "/hub/setup", "/openapi.json", "/missing", "/metrics"])(
    "let a page load nothing from elsewhere and run nothing written into it: %s",
    async (url) => {
      expect(await policyOf(url)).toBe(strict);
      const { headers } = await get(url);
      expect(headers).toMatchObject({
        "x-content-type-options": "nosniff",
        "x-frame-options": "DENY",
        "referrer-policy": "strict-origin-when-cross-origin",
      });
      expect(headers).not.toHaveProperty("x-powered-by");
    },
  );

  it.each(["/docs", "/docs/static/swagger-ui-bundle.js", "/redoc"])(
    "are relaxed for the API's pages alone, and no further than they need: %s",
    async (url) => {
      expect(await policyOf(url)).toBe(strict.replace("style-src 'self'", "style-src 'self' 'unsafe-inline'") + ";worker-src blob:");
    },
  );

  it("let only the configured origins call from a browser", async () => {
    const preflight = (origin: string) =>
      server.app.inject({ method: "OPTIONS", url: "/api/tasks", headers: { origin, "access-control-request-method": "POST" } });
    const known = await preflight("http://front.example");
    expect([known.statusCode, known.headers["access-control-allow-origin"], known.headers["access-control-allow-credentials"]]).toEqual([
      204,
      "http://front.example",
      "true",
    ]);
    expect((await preflight("http://evil.example")).headers["access-control-allow-origin"]).toBeUndefined();
  });
});

describe("the API's pages", () => {
  it("load nothing from another host", async () => {
    for (const url of ["/docs", "/redoc"]) {
      const { statusCode, body } = await get(url);
      expect(statusCode).toBe(200);
      const loaded = [...body.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, address = ""]) => address);
      expect(loaded.length).toBeGreaterThan(0);
      for (const address of loaded) {
        expect(address).toMatch(/^\//);
        expect((await get(address)).statusCode).toBe(200);
      }
    }
    expect((await get("/redoc/redoc.standalone.js")).body).not.toContain("cdn.redoc.ly");
  });

  it("show the printed document", async () => {
    expect((await get("/docs/json")).json()).toEqual((await get("/openapi.json")).json());
    expect((await get("/openapi.json")).json()).toMatchObject({ openapi: "3.1.0", info: { title: "Cofounder", version: "1.2.3" } });
  });
});

describe("the form that opens the owner's account", () => {
  const filled = {
    email: " o@b.example ",
    username: "owner",
    password: "a long enough pass",
    password_confirm: "a long enough pass",
    setup_token: "http://localhost:8000/hub/setup#token-1",
  };
  const send = (fields: Record<string, string>, headers: Record<string, string> = { origin: "http://localhost:8000" }) =>
    server.app.inject({
      method: "POST",
      url: "/hub/setup",
      payload: new URLSearchParams(fields).toString(),
      headers: { "content-type": "application/x-www-form-urlencoded", host: "localhost:8000", ...headers },
    });

  it("calls the operation with what was typed, and takes the whole link for the token", async () => {
    const answer = await send(filled);
    expect([answer.statusCode, answer.headers["content-type"], answer.headers["cache-control"]]).toEqual([
      201,
      "text/html; charset=utf-8",
      "no-store",
    ]);
    expect(registered).toEqual([
      { input: { ...filled, email: "o@b.example", setup_token: "token-1" }, origin: { address: "127.0.0.1", isLocal: true } },
    ]);
  });

  it("leaves an empty token out", async () => {
    await send({ ...filled, setup_token: "" });
    expect(registered[0]?.input).not.toHaveProperty("setup_token");
  });

  it("comes back with what is wrong, without the passwords", async () => {
    const answer = await send({ ...filled, email: '"><script>', password: "short" });
    expect(answer.statusCode).toBe(422);
    expect(answer.body).toContain("needs at least 12 characters");
    expect(answer.body).toContain("&quot;&gt;&lt;script&gt;");
    expect(answer.body).not.toMatch(/value="(?:short|a long)|token-1/);
    expect(registered).toEqual([]);
  });

  it("says why the operation refused", async () => {
    refusal = new AppError("forbidden", "The setup token is not the right one.");
    const answer = await send(filled);
    expect([answer.statusCode, answer.body.includes("The setup token is not the right one.")]).toEqual([403, true]);
    refusal = new Error("inner detail");
    expect((await send(filled)).body).not.toContain("inner detail");
  });

  it.each([{ origin: "http://evil.example" }, { origin: "null" }, { "sec-fetch-site": "cross-site" }] as Record<string, string>[])(
    "is refused from another site: %o",
    async (headers) => {
      const answer = await send(filled, headers);
      expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([403, "csrf"]);
      expect(registered).toEqual([]);
    },
  );

  it("is over once there is an owner", async () => {
    const owned = await createTestApp({ hasOwner: () => Promise.resolve(true) });
    const form = await owned.app.inject({ url: "/hub/setup" });
    expect([form.statusCode, form.body.includes("<form"), form.body.includes("has its owner")]).toEqual([200, false, true]);
    const payload = new URLSearchParams(filled).toString();
    const sent = await owned.app.inject({
      method: "POST",
      url: "/hub/setup",
      payload,
      headers: { "content-type": "application/x-www-form-urlencoded" },
    });
    expect([sent.statusCode, registered]).toEqual([409, []]);
    await owned.app.close();
  });

  it("takes no other kind of body, and no large one", async () => {
    expect((await server.app.inject({ method: "POST", url: "/hub/setup", payload: filled })).statusCode).toBe(415);
    expect((await send({ ...filled, email: "x".repeat(20_000) })).statusCode).toBe(413);
  });
});

describe("the addresses of the hub", () => {
  it("say honestly that it is not there, and where to go", async () => {
    const [root, below] = [await get("/hub"), await get("/hub/inbox")];
    expect([root.statusCode, below.statusCode]).toEqual([200, 404]);
    for (const { body } of [root, below]) expect(body).toContain('href="/docs"');
    expect((await get("/hub/pages.css")).headers["content-type"]).toBe("text/css; charset=utf-8");
    expect((await get("/hub/mark.svg")).headers["content-type"]).toContain("image/svg+xml");
  });
});

describe("the site", () => {
  it("answers every address that is not the server's, with its status and headers", async () => {
    const answer = await get("/posts/a?b=c", { "x-asked": "1" });
    expect([answer.statusCode, answer.headers["x-site"], answer.headers["set-cookie"]]).toEqual([200, "yes", ["a=1; Path=/", "b=2; Path=/"]]);
    expect(requests[0]?.url).toBe("http://localhost:8000/posts/a?b=c");
    expect(requests[0]?.headers.get("x-asked")).toBe("1");
    expect((await get("/missing")).statusCode).toBe(404);
  });

  it("gets the bytes of a form", async () => {
    const answer = await server.app.inject({
      method: "POST",
      url: "/newsletter",
      payload: "email=a",
      headers: { "content-type": "application/x-www-form-urlencoded" },
    });
    expect(answer.body).toBe("<h1>POST email=a</h1>");
    const large = await server.app.inject({
      method: "POST",
      url: "/newsletter",
      payload: "x".repeat(200_000),
      headers: { "content-type": "application/x-www-form-urlencoded" },
    });
    expect(large.statusCode).toBe(413);
  });

  it("answers HEAD without the body", async () => {
    const answer = await server.app.inject({ method: "HEAD", url: "/posts/a" });
    expect([answer.statusCode, answer.body, answer.headers["content-length"]]).toEqual([200, "", "13"]);
  });

  it("never sees an address of the server's", async () => {
    for (const [method, url] of [
      ["POST", "/docs"],
      ["GET", "/api/x"],
      ["POST", "/api/x"],
      ["POST", "/hub/x"],
      ["GET", "/v1/models"],
      ["DELETE", "/posts/a"],
    ] as const) {
      const { statusCode } = await server.app.inject({ method, url });
      expect([url, [404, 405].includes(statusCode)]).toEqual([url, true]);
    }
    expect(requests).toEqual([]);
  });

  it("leaves the root to the greeting for a program that asks for JSON", async () => {
    const answer = await get("/", { accept: "application/json" });
    expect(answer.json()).toEqual({ message: "Cofounder is running. The API is described at /docs.", version: "1.2.3", database_enabled: true });
    expect(requests).toEqual([]);
    expect((await get("/")).body).toContain("<h1>GET");
  });

  it("may be absent: the root still greets", async () => {
    const bare = await createTestApp();
    expect((await bare.app.inject("/")).json()).toMatchObject({ version: "1.2.3" });
    expect((await bare.app.inject("/posts/a")).statusCode).toBe(404);
    await bare.app.close();
  });
});
