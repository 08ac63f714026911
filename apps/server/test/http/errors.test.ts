import { AppError } from "@cofounder/kernel";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestApp, operationsOf, type TestApp } from "./fixture.ts";

const taskId = "0198a3f0-0000-7000-8000-000000000001";
let server: TestApp;
let failure: unknown;

beforeAll(async () => {
  const fail = (): never => {
    throw failure;
  };
  server = await createTestApp({ operations: operationsOf({ tasks: { getTask: fail }, ops: { getHealth: () => ({ status: "healthy" }) } }) });
});
afterAll(() => server.app.close());

const getTask = () =>
  server.app.inject({ url: `/api/tasks/${taskId}?`, headers: { authorization: "Bearer viewer", "x-request-id": "my-request-7" } });

describe("an error of an operation", () => {
  it.each([
    ["not_found", 404],
    ["conflict", 409],
    ["stale", 412],
    ["limit", 429],
    ["unavailable", 503],
    ["timeout", 504],
    ["forbidden", 403],
  ] as const)("%s answers %i as a problem document", async (code, status) => {
    failure = new AppError(code, "That is how it is.", { retryAfterSeconds: 3 });
    const answer = await getTask();
    expect(answer.statusCode).toBe(status);
    expect(answer.headers["content-type"]).toBe("application/problem+json; charset=utf-8");
    expect(answer.headers["retry-after"]).toBe("3");
    expect(answer.json()).toMatchObject({ status, code, detail: "That is how it is.", instance: `/api/tasks/${taskId}`, request_id: "my-request-7" });
  });

  it("that nobody foresaw answers 500 without detail, and stands in the log with its stack", async () => {
    failure = new Error("the inner secret");
    const answer = await getTask();
    expect(answer.statusCode).toBe(500);
    expect(answer.body).not.toContain("inner secret");
    expect(answer.json()).toMatchObject({ code: "bug", request_id: "my-request-7" });
    expect(server.logged()).toContain("the inner secret");
    expect(server.logged()).toContain("errors.test.ts");
  });

  it("of a database that is gone answers 503 with Retry-After", async () => {
    failure = Object.assign(new Error("Connection terminated unexpectedly"), { code: "57P01" });
    const answer = await getTask();
    expect([answer.statusCode, answer.headers["retry-after"]]).toEqual([503, "2"]);
    expect(answer.json<{ detail: string }>().detail).toBe("The database cannot be reached just now.");
  });

  it("that answers what its contract does not say is found in tests", async () => {
    const answer = await server.app.inject("/api/health");
    expect(answer.statusCode).toBe(500);
    expect(server.logged()).toContain("getHealth answered what its contract does not say");
  });
});

describe("an address", () => {
  it("that does not exist answers 404", async () => {
    for (const url of ["/api/nothing", "/api", "/nothing", "/api/tasks/x/y/z"]) {
      const answer = await server.app.inject(url);
      expect([url, answer.statusCode, answer.json<{ code: string }>().code]).toEqual([url, 404, "not_found"]);
    }
  });

  it.each([
    ["DELETE", "/api/health", "GET, HEAD"],
    ["PUT", "/api/posts/some-slug", "DELETE, GET, HEAD, PATCH"],
    ["POST", "/api/posts/some-slug", "DELETE, GET, HEAD, PATCH"],
    ["PATCH", "/api/auth/login", "POST"],
    ["GET", "/api/auth/login", "POST"],
    ["PUT", "/metrics", "GET, HEAD"],
  ] as const)("asked with the wrong method answers 405 with its methods: %s %s", async (method, url, allow) => {
    const answer = await server.app.inject({ method, url, headers: { "content-type": "application/json" }, payload: "{broken" });
    expect([answer.statusCode, answer.headers["allow"]]).toEqual([405, allow]);
    expect(answer.json()).toMatchObject({ code: "method_not_allowed", allowed: allow.split(", ") });
  });

  it("that is very long is answered, not swallowed", async () => {
    const long = await server.app.inject(`/api/posts/${"x".repeat(3000)}`);
    expect(long.statusCode).toBe(422);
    expect(long.json<{ errors: unknown[] }>().errors).toMatchObject([{ loc: ["path", "slug"] }]);
    expect((await server.app.inject(`/api/posts/${"x".repeat(6000)}`)).statusCode).toBe(404);
    expect((await server.app.inject(`/api/posts?search=${"x".repeat(6000)}`)).statusCode).toBe(422);
  });

  it("that cannot be decoded answers 400", async () => {
    const answer = await server.app.inject("/api/posts/%E0%A4%A");
    expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([400, "malformed"]);
  });

  it("may end in a slash", async () => {
    expect((await server.app.inject("/api/live/")).json()).toEqual({ status: "live" });
  });
});

describe("a request id", () => {
  it("is the caller's when it is a plain one, else a new one", async () => {
    expect((await server.app.inject({ url: "/api/live", headers: { "x-request-id": "trace.0001-a" } })).headers["x-request-id"]).toBe("trace.0001-a");
    for (const bad of ["short", "x".repeat(101), "spaced out id", '"quoted-id"', "-leading-dash"]) {
      const given = (await server.app.inject({ url: "/api/live", headers: { "x-request-id": bad } })).headers["x-request-id"];
      expect(given).toMatch(/^[0-9a-f]{20}-[0-9a-z]+$/);
    }
  });
});
