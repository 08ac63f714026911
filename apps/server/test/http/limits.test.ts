import { randomBytes } from "node:crypto";
import { AppError, type Ctx } from "@cofounder/kernel";
import { skip } from "@cofounder/testing";
import { afterAll, afterEach, describe, expect, it } from "vitest";
import { openRedis } from "../../src/adapters/cache.ts";
import { createTestApp, operationsOf, type TestApp } from "./fixture.ts";

let server: TestApp | undefined;
afterEach(() => server?.app.close());

async function open(given: Parameters<typeof createTestApp>[0]): Promise<TestApp["app"]> {
  server = await createTestApp(given);
  return server.app;
}

const categories = operationsOf({ cms: { listCategories: () => ({ data: [], meta: {} }) }, auth: { getMe: () => ({}) } });
const remainingOf = ({ headers }: { headers: Record<string, unknown> }): unknown => headers["ratelimit-remaining"];

describe("the rate limit", () => {
  it("counts by address, tells how much is left, and answers 429 with Retry-After", async () => {
    const app = await open({ settings: { rateLimitPerMinute: 3 }, operations: categories });
    const answers = [];
    for (let index = 0; index < 4; index++) answers.push(await app.inject("/api/categories"));
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 200, 200, 429]);
    expect(answers.map(remainingOf)).toEqual(["2", "1", "0", "0"]);
    expect(answers[0]?.headers["ratelimit-limit"]).toBe("3");
    expect(Number(answers[3]?.headers["retry-after"])).toBeGreaterThan(0);
    expect(answers[3]?.json()).toMatchObject({ code: "limit" });
    expect((await app.inject({ url: "/api/categories", remoteAddress: "10.0.0.9" })).statusCode).toBe(200);
  });

  it("counts by account too, wherever the account comes from", async () => {
    const app = await open({ settings: { rateLimitPerMinute: 3, checkResponses: false }, operations: categories });
    const statuses = [];
    for (let index = 0; index < 4; index++) {
      const answer = await app.inject({ url: "/api/auth/me", remoteAddress: `10.0.0.${index}`, headers: { authorization: "Bearer viewer:limited" } });
      statuses.push(answer.statusCode);
    }
    expect(statuses).toEqual([500, 500, 500, 429]);
  });

  it("sees through trusted proxies only", async () => {
    const untrusting = await open({ settings: { rateLimitPerMinute: 1 }, operations: categories });
    const forwarded = (app: TestApp["app"], address: string) => app.inject({ url: "/api/categories", headers: { "x-forwarded-for": address } });
    expect((await forwarded(untrusting, "1.1.1.1")).statusCode).toBe(200);
    expect((await forwarded(untrusting, "2.2.2.2")).statusCode).toBe(429);
    await server?.app.close();
    const trusting = await open({ settings: { rateLimitPerMinute: 1, trustProxy: 1 }, operations: categories });
    expect((await forwarded(trusting, "6.6.6.6, 1.1.1.1")).statusCode).toBe(200);
    expect((await forwarded(trusting, "7.7.7.7, 1.1.1.1")).statusCode).toBe(429);
    expect((await forwarded(trusting, "1.1.1.1, 2.2.2.2")).statusCode).toBe(200);
  });

  it("of 0 is no limit", async () => {
    const app = await open({ settings: { rateLimitPerMinute: 0 }, operations: categories });
    expect(remainingOf(await app.inject("/api/categories"))).toBeUndefined();
  });
});

describe("the rate limit of several replicas", async () => {
  const redis = await openRedis("redis://127.0.0.1:6379", () => undefined).catch(() => undefined);
  if (redis === undefined) return skip("rate limits shared by Redis", "no Redis answers at 127.0.0.1:6379");
  afterAll(() => redis.client.disconnect());

  it("is one by Redis, and without Redis requests are answered uncounted", async () => {
    const [, , third = 0, fourth = 0] = randomBytes(4);
    const given = { settings: { rateLimitPerMinute: 2 }, operations: categories, redis: redis.client };
    const [one, two] = [await createTestApp(given), await createTestApp(given)];
    const ask = ({ app }: TestApp) => app.inject({ url: "/api/categories", remoteAddress: `10.9.${third}.${fourth}` });
    const statuses = [await ask(one), await ask(two), await ask(one), await ask(two)].map(({ statusCode }) => statusCode);
    expect(statuses).toEqual([200, 200, 429, 429]);
    redis.client.disconnect();
    expect((await ask(one)).statusCode).toBe(200);
    await Promise.all([one.app.close(), two.app.close()]);
  });
});

describe("an operation", () => {
  it("that takes too long answers 504, hears it by its signal, and its late failure is no crash", async () => {
    let aborted: unknown;
    const slow = (ctx: Ctx): Promise<never> =>
      new Promise((_, reject) => {
        ctx.signal?.addEventListener("abort", () => {
          aborted = ctx.signal?.reason;
          reject(new Error("stopped late"));
        });
      });
    const app = await open({ settings: { apiTimeoutMs: 20 }, operations: operationsOf({ cms: { listTags: slow } }) });
    const answer = await app.inject("/api/tags");
    expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([504, "timeout"]);
    expect(aborted).toBeInstanceOf(AppError);
  });
});

describe("a server that cannot keep up", () => {
  it("answers 503 with Retry-After after a while, and health all the same", async () => {
    const app = await open({ settings: { busyAfterMs: 1 }, operations: categories });
    const block = (ms: number): void => {
      const until = performance.now() + ms;
      while (performance.now() < until);
    };
    const started = performance.now();
    let answer = await app.inject("/api/categories");
    while (answer.statusCode === 200 && performance.now() - started < 15_000) {
      block(60);
      await new Promise((resolve) => setImmediate(resolve));
      answer = await app.inject("/api/nothing").then((refused) => (refused.statusCode === 503 ? refused : app.inject("/api/live")));
    }
    expect([answer.statusCode, answer.headers["retry-after"], answer.json<{ code: string }>().code]).toEqual([503, "5", "unavailable"]);
    expect((await app.inject("/api/live")).statusCode).toBe(200);
  });
});
