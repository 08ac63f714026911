import type { UploadedFile } from "@cofounder/contracts";
import type { Ctx } from "@cofounder/kernel";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestApp, operationsOf, type TestApp } from "./fixture.ts";

const json = { "content-type": "application/json", authorization: "Bearer editor" };
const source = {
  id: "0198a3f0-0000-7000-8000-000000000001",
  title: "t",
  snapshot: { sha256: "s", bytes: 1, media_type: "text/plain" },
  passages: 1,
  flags: [],
};
const calls: unknown[] = [];
let server: TestApp;

beforeAll(async () => {
  const take = (_ctx: Ctx, input: unknown): unknown => {
    calls.push(input);
    return source;
  };
  server = await createTestApp({ operations: operationsOf({ research: { addSource: take }, tasks: { cancelTask: take }, auth: { login: take } }) });
});
afterAll(() => server.app.close());

const post = (url: string, payload: string | Buffer, headers: Record<string, string> = json) =>
  server.app.inject({ method: "POST", url, payload, headers });

function form(...parts: { name: string; filename?: string; type?: string; text: string }[]): { payload: Buffer; headers: Record<string, string> } {
  const boundary = "----form";
  const body = parts.map(({ name, filename, type, text }) => {
    const file = filename === undefined ? "" : `; filename="${filename}"\r\ncontent-type: ${type ?? "text/plain"}`;
    return `--${boundary}\r\ncontent-disposition: form-data; name="${name}"${file}\r\n\r\n${text}\r\n`;
  });
  return {
    payload: Buffer.from(`${body.join("")}--${boundary}--\r\n`),
    headers: { "content-type": `multipart/form-data; boundary=${boundary}`, authorization: "Bearer editor" },
  };
}

const upload = (...parts: Parameters<typeof form>) => server.app.inject({ method: "POST", url: "/api/research/sources", ...form(...parts) });

describe("a body", () => {
  it.each(["{", '{"a":}', "nul", '{"a":1}{', "\u0000", "'a'"])("that is not JSON answers 400 and changes nothing: %j", async (payload) => {
    const before = calls.length;
    const answer = await post("/api/research/sources", payload);
    expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([400, "malformed"]);
    expect(calls).toHaveLength(before);
  });

  it.each(['{"__proto__":{"isAdmin":true},"text":"x"}', '{"constructor":{"prototype":{"isAdmin":true}},"text":"x"}'])(
    "that reaches for a prototype answers 400: %s",
    async (payload) => {
      const answer = await post("/api/research/sources", payload);
      expect(answer.statusCode).toBe(400);
      expect(({} as Record<string, unknown>)["isAdmin"]).toBeUndefined();
    },
  );

  it.each(["[]", '"text"', "7", "null", "true"])("that is no object answers 422: %s", async (payload) => {
    const answer = await post("/api/auth/login", payload);
    expect(answer.statusCode).toBe(422);
  });

  it("with unknown and wrong fields answers 422 naming each", async () => {
    const answer = await post("/api/auth/login", '{"email":"nobody","password":7,"admin":true}');
    expect(answer.statusCode).toBe(422);
    expect(answer.json<{ errors: { loc: string[] }[] }>().errors.map(({ loc }) => loc.join("."))).toEqual([
      "body.email",
      "body.password",
      "body.admin",
    ]);
  });

  it("of another content type answers 415", async () => {
    for (const type of ["text/plain", "application/xml", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"]) {
      const answer = await post("/api/auth/login", "a=b", { ...json, "content-type": type });
      expect([type, answer.statusCode, answer.json<{ code: string }>().code]).toEqual([type, 415, "unsupported"]);
    }
  });

  it("that is packed answers 415", async () => {
    expect((await post("/api/auth/login", "{}", { ...json, "content-encoding": "gzip" })).statusCode).toBe(415);
  });

  it("may be left out where nothing is required", async () => {
    const url = "/api/tasks/0198a3f0-0000-7000-8000-000000000001/cancel";
    for (const headers of [{ authorization: json.authorization }, json]) {
      const answer = await server.app.inject({ method: "POST", url, headers });
      expect(answer.json<{ code: string }>().code).toBe("bug");
    }
    expect(calls.at(-1)).toEqual({ task_id: "0198a3f0-0000-7000-8000-000000000001" });
  });

  it("of 10 MB is refused with 413, where 1 MB is the limit", async () => {
    const answer = await post("/api/auth/login", JSON.stringify({ email: "a@b.example", password: "x".repeat(10_000_000) }));
    expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([413, "too_large"]);
  });

  it("of 10 MB is read where the operation takes so much", async () => {
    const answer = await post("/api/research/sources", JSON.stringify({ text: "x".repeat(10_000_000) }));
    expect(answer.json<{ errors: unknown[] }>().errors).toMatchObject([{ loc: ["body", "text"], type: "too_big" }]);
  });
});

describe("a query", () => {
  it("with a prototype's name is an unknown field", async () => {
    const answer = await server.app.inject("/api/posts?__proto__=1&constructor=2");
    expect(answer.statusCode).toBe(422);
    expect(answer.json<{ errors: { loc: string[] }[] }>().errors.map(({ loc }) => loc.join("."))).toEqual(["query.__proto__", "query.constructor"]);
  });

  it.each(["limit=1&limit=2", "limit=abc", "limit=1e9", "skip=-1", "published_only=maybe", "search=%00"])(
    "with a bad value answers 422 naming it: %s",
    async (query) => {
      const answer = await server.app.inject(`/api/posts?${query}`);
      expect(answer.statusCode).toBe(422);
      expect(answer.json<{ errors: unknown[] }>().errors).toMatchObject([{ loc: ["query", query.split("=")[0]] }]);
    },
  );
});

describe("an upload", () => {
  it("brings the file's name, type and bytes, and the other fields", async () => {
    const answer = await upload(
      { name: "title", text: "My notes" },
      { name: "file", filename: "../../etc/no tes.md", type: "text/markdown", text: "# Héllo" },
    );
    expect(answer.statusCode).toBe(201);
    const { file, title } = calls.at(-1) as { file: UploadedFile; title: string };
    expect({ ...file, bytes: Buffer.from(file.bytes).toString(), title }).toEqual({
      name: "no tes.md",
      mediaType: "text/markdown",
      bytes: "# Héllo",
      title: "My notes",
    });
  });

  it("without a file, with a second one, or under another name is refused", async () => {
    expect((await upload({ name: "title", text: "x" })).json<{ errors: unknown[] }>().errors).toMatchObject([
      { loc: ["body", "file"], type: "missing" },
    ]);
    const file = { name: "file", filename: "a.txt", text: "x" };
    expect((await upload(file, file)).statusCode).toBe(422);
    expect((await upload({ ...file, name: "document" })).json<{ errors: unknown[] }>().errors).toMatchObject([{ loc: ["body", "document"] }]);
    expect((await upload(file, { name: "owner", text: "me" })).json<{ errors: unknown[] }>().errors).toMatchObject([{ loc: ["body", "owner"] }]);
  });

  it("larger than 20 MB answers 413", async () => {
    const answer = await upload({ name: "file", filename: "a.txt", text: "x".repeat(20_000_001) });
    expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([413, "too_large"]);
  });

  it("that breaks off answers 4xx", async () => {
    const whole = form({ name: "file", filename: "a.txt", text: "x".repeat(1000) });
    const answer = await server.app.inject({
      method: "POST",
      url: "/api/research/sources",
      headers: whole.headers,
      payload: whole.payload.subarray(0, 500),
    });
    expect(answer.statusCode).toBeGreaterThanOrEqual(400);
    expect(answer.statusCode).toBeLessThan(500);
  });
});
