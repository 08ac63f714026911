import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestApp, operationsOf, quietDatabase, type TestApp } from "./fixture.ts";

let server: TestApp;
let pool = { inUse: 3, idle: 2, waiting: 0, max: 30 };
beforeAll(async () => {
  server = await createTestApp({
    metricsToken: "metrics-token-of-tests",
    metrics: { ...quietDatabase, pool: () => pool, embedded: () => ({ waitingSessions: 4 }) },
    operations: operationsOf({ cms: { listTags: () => ({ data: [], meta: {} }) } }),
  });
});
afterAll(() => server.app.close());

const elsewhere = { remoteAddress: "10.0.0.7" };
const bearer = (token: string) => ({ headers: { authorization: `Bearer ${token}` } });

describe("the metrics", () => {
  it("count requests by route, method and status, never by address", async () => {
    await server.app.inject("/api/tags");
    await server.app.inject("/api/tasks/0198a3f0-0000-7000-8000-000000000001");
    await server.app.inject("/no/such/page?token=hunter22");
    const { body, headers } = await server.app.inject("/metrics");
    expect(headers["content-type"]).toContain("text/plain; version=0.0.4");
    expect(body).toMatch(/cofounder_http_request_duration_seconds_count\{method="GET",route="\/api\/tags",status="200"\} 1/);
    expect(body).toMatch(/route="\/api\/tasks\/:task_id",status="401"\} 1/);
    expect(body).not.toMatch(/hunter22|0198a3f0|no\/such/);
  });

  it("tell of the connections, the embedded database, the memory and the event loop", async () => {
    const { body } = await server.app.inject("/metrics");
    for (const line of [
      "cofounder_database_connections_in_use 3",
      "cofounder_database_connections_idle 2",
      "cofounder_database_connections_waiting 0",
      "cofounder_embedded_database_waiting_sessions 4",
    ]) {
      expect(body).toContain(line);
    }
    for (const name of ["process_resident_memory_bytes", "nodejs_eventloop_lag_seconds", "process_cpu_seconds_total"])
      expect(body).toMatch(new RegExp(`^${name} [\\d.e+-]+$`, "m"));
  });

  it("are open to this machine, the metrics token and ops.read, to nobody else", async () => {
    const asked = [
      {},
      { ...elsewhere },
      { ...elsewhere, ...bearer("metrics-token-of-tests") },
      { ...elsewhere, ...bearer("admin") },
      { ...elsewhere, ...bearer("editor") },
      { ...elsewhere, ...bearer("metrics-token-of-other") },
      { headers: { "x-forwarded-for": "127.0.0.1" } },
      { headers: { host: "rebound.example" } },
    ];
    for (const url of ["/metrics", "/metrics/health"]) {
      const statuses = [];
      for (const given of asked) statuses.push((await server.app.inject({ url, ...given })).statusCode);
      expect(statuses).toEqual([200, 401, 200, 200, 403, 401, 401, 401]);
    }
  });

  it("of health give the numbers that a runbook asks for", async () => {
    expect((await server.app.inject("/metrics/health")).json()).toMatchObject({
      status: "success",
      health: { status: "healthy" },
      connections: { in_use: 3, idle: 2, waiting: 0, max: 30 },
      database_response_ms: 0.4,
    });
    pool = { inUse: 30, idle: 0, waiting: 5, max: 30 };
    expect((await server.app.inject("/metrics/health")).json()).toMatchObject({ status: "degraded", health: { status: "degraded" } });
  });
});

describe("the log", () => {
  it("holds no secret of a request, whatever goes wrong", async () => {
    const secret = "hunter22hunter22";
    const login = (payload: string) =>
      server.app.inject({
        method: "POST",
        url: `/api/auth/login?token=${secret}`,
        payload,
        headers: {
          "content-type": "application/json",
          authorization: `Bearer ${secret}`,
          cookie: `cofounder_refresh=${secret}`,
          "x-csrf-token": secret,
        },
      });
    await login(JSON.stringify({ email: "o@b.example", password: secret }));
    await login(`{"password":"${secret}"`);
    await server.app.inject({ method: "POST", url: "/api/auth/login", payload: { email: "o@b.example", password: secret } });
    await server.app.inject(`/api/auth/me?access_token=${secret}`);
    expect(server.logged()).toContain('"path":"/api/auth/login"');
    expect(server.logged()).not.toContain(secret);
  });

  it("has one line for each request, with its id, route, status and time", async () => {
    await server.app.inject({ url: "/api/tags", headers: { "x-request-id": "find-this-line", accept: "x" } });
    await server.app.inject({ url: "/api/nothing", headers: { "x-request-id": "find-that-line" } });
    const lines = server
      .logged()
      .split("\n")
      .filter((line) => /find-th(?:is|at)-line/.test(line));
    expect(lines).toHaveLength(2);
    expect(JSON.parse(lines[1] ?? "")).toMatchObject({
      requestId: "find-that-line",
      method: "GET",
      path: "/api/nothing",
      status: 404,
      durationMs: expect.any(Number) as number,
    });
  });
});
