import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { afterEach, describe, expect, it } from "vitest";
import { createResponseCache } from "../../src/http/responses.ts";
import { createTestApp, operationsOf, type TestApp } from "./fixture.ts";

let server: TestApp | undefined;
afterEach(() => server?.app.close());

const page = `<p>${"A published page. ".repeat(200)}</p>`;

/** A server whose published content is counted each time it is made, and says its revision. */
async function open(settings: NonNullable<Parameters<typeof createTestApp>[0]>["settings"] = {}) {
  let revision = 1;
  const made: string[] = [];
  const responses = createResponseCache();
  const list = (name: string) => () => {
    made.push(name);
    return {
      data: [
        {
          id: "0198a3f0-0000-7000-8000-000000000001",
          name: `${name} ${revision}`,
          slug: "s",
          description: null,
          created_at: "2026-03-01T09:00:00.000Z",
          updated_at: "2026-03-01T09:00:00.000Z",
          post_count: 1,
          color: null,
        },
      ],
      meta: {},
    };
  };
  const site = {
    fetch(request: Request): Response {
      const { pathname } = new URL(request.url);
      made.push(pathname);
      const headers = {
        "content-type": "text/html; charset=utf-8",
        ...(pathname === "/preview" ? { "cache-control": "no-store" } : {}),
        ...(pathname === "/cookie" ? { "set-cookie": "a=1" } : {}),
      };
      return new Response(`${page}${revision}`, { headers, status: pathname === "/gone" ? 404 : 200 });
    },
  };
  server = await createTestApp({
    responses,
    site,
    settings,
    operations: operationsOf({ cms: { listCategories: list("categories"), listTags: list("tags") } }),
  });
  const { app } = server;
  const get = (url: string, headers: Record<string, string> = {}) => app.inject({ url, headers });
  return { app, get, made, responses, publish: () => void revision++ };
}

type Answer = Awaited<ReturnType<Awaited<ReturnType<typeof open>>["get"]>>;

/** Everything of an answer that must not depend on where it came from. */
function whole({ statusCode, headers, rawPayload }: Answer): unknown {
  const { date: _date, "x-request-id": _id, ...rest } = headers;
  return { statusCode, headers: rest, body: rawPayload.toString("base64") };
}

describe("a stranger's second read of published content", () => {
  it.each([
    ["/api/categories", {}],
    ["/api/tags", { "accept-encoding": "gzip, deflate, br" }],
    ["/", {}],
    ["/posts/one?x=1", { "accept-encoding": "gzip" }],
    ["/posts/two", { "accept-encoding": "br" }],
  ])("is the same, byte for byte, and made once: %s %j", async (url, headers) => {
    const { get, made } = await open();
    const [first, second, third] = [await get(url, headers), await get(url, headers), await get(url, headers)];
    expect(first.statusCode).toBe(200);
    expect(whole(second)).toEqual(whole(first));
    expect(whole(third)).toEqual(whole(first));
    expect(made).toHaveLength(1);
    expect(second.headers["x-request-id"]).not.toBe(first.headers["x-request-id"]);
  });

  it("keeps the encodings apart", async () => {
    const { get } = await open();
    const [plain, packed, packedTwo] = [await get("/"), await get("/", { "accept-encoding": "br" }), await get("/", { "accept-encoding": "gzip" })];
    for (const again of [await get("/"), plain]) expect(again.body).toBe(`${page}1`);
    expect(brotliDecompressSync((await get("/", { "accept-encoding": "br" })).rawPayload).toString()).toBe(`${page}1`);
    expect(gunzipSync((await get("/", { "accept-encoding": "gzip" })).rawPayload).toString()).toBe(`${page}1`);
    expect([packed.headers["content-encoding"], packedTwo.headers["content-encoding"]]).toEqual(["br", "gzip"]);
  });

  it("answers 304 to a caller who has it, as the first read would", async () => {
    const { get, made, responses } = await open();
    const etag = String((await get("/api/categories")).headers["etag"]);
    const known = await get("/api/categories", { "if-none-match": `"other", ${etag}` });
    expect([known.statusCode, known.body, known.headers["etag"], known.headers["content-type"]]).toEqual([304, "", etag, undefined]);
    expect(made).toHaveLength(1);
    responses.purge();
    const again = await get("/api/categories", { "if-none-match": etag });
    expect(whole(again)).toEqual(whole(known));
    const head = await server?.app.inject({ method: "HEAD", url: "/api/categories", headers: { "if-none-match": etag } });
    expect([head?.statusCode, head?.body]).toEqual([304, ""]);
  });

  it("is fresh after a purge of what it was made of", async () => {
    const { get, responses, publish, made } = await open();
    await get("/api/categories");
    await get("/");
    publish();
    responses.purge(["categories"]);
    expect((await get("/api/categories")).body).toContain("categories 2");
    expect((await get("/")).body).toContain("</p>1");
    responses.purge(["posts"]);
    expect((await get("/")).body).toContain("</p>2");
    expect(made).toHaveLength(4);
  });
});

describe("an answer is made each time", () => {
  it.each([
    ["for somebody with a token", "/api/categories", { authorization: "Bearer viewer" }],
    ["for somebody with a cookie", "/", { cookie: "a=1" }],
    ["for a page of another origin", "/api/categories", { origin: "http://front.example" }],
    ["when it must not be stored", "/preview", {}],
    ["when it sets a cookie", "/cookie", {}],
    ["when it is an error", "/gone", {}],
  ])("%s", async (_why, url, headers) => {
    const { get, made } = await open();
    await get(url, headers);
    await get(url, headers);
    expect(made).toHaveLength(2);
  });

  it("and never given to a stranger when it was made for somebody else", async () => {
    const { get, made } = await open();
    await get("/api/categories", { authorization: "Bearer viewer" });
    await get("/api/categories");
    expect(made).toHaveLength(2);
  });

  it("for a program that asks for JSON at the root", async () => {
    const { get } = await open();
    await get("/");
    expect((await get("/", { accept: "application/json" })).json()).toMatchObject({ database_enabled: true });
    expect((await get("/")).headers["content-type"]).toContain("text/html");
  });
});

describe("ready answers", () => {
  it("are limited like any other, and refused with all that an answer has", async () => {
    const { get } = await open({ rateLimitPerMinute: 3 });
    const answers = [await get("/"), await get("/"), await get("/"), await get("/")];
    expect(answers.map(({ headers }) => headers["ratelimit-remaining"])).toEqual(["2", "1", "0", "0"]);
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 200, 200, 429]);
    expect(answers[3]?.headers["content-security-policy"]).toContain("default-src 'self'");
    expect(answers[3]?.headers["x-request-id"]).toBeDefined();
  });

  it("are counted in the metrics and logged one in a hundred", async () => {
    const { get, app } = await open();
    for (let index = 0; index < 102; index++) await get("/api/categories");
    expect((await app.inject("/metrics")).body).toMatch(
      /cofounder_http_request_duration_seconds_count\{method="GET",route="cached",status="200"\} 101/,
    );
    const lines =
      server
        ?.logged()
        .split("\n")
        .filter((line) => line.includes("/api/categories")) ?? [];
    expect(lines.map((line) => (JSON.parse(line) as { msg: string }).msg)).toEqual(["answered", "answered from memory", "answered from memory"]);
  });
});
