import { type AddressInfo, connect } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestApp, operationsOf, type TestApp } from "./fixture.ts";

const health = {
  status: "healthy",
  service: "cofounder",
  version: "1.2.3",
  timestamp: "2026-03-01T09:00:00.000Z",
  startup_complete: true,
  components: {},
};
const operations = operationsOf({ ops: { getHealth: () => health }, cms: { listCategories: () => ({ data: [], meta: {} }) } });
const servers: TestApp[] = [];
/** One with the usual patience, and one that has hardly any. */
let port = 0;
let impatientPort = 0;

async function listen(given: Parameters<typeof createTestApp>[0]): Promise<number> {
  const server = await createTestApp(given);
  servers.push(server);
  await server.app.listen({ host: "127.0.0.1", port: 0 });
  return (server.app.server.address() as AddressInfo).port;
}

beforeAll(async () => {
  port = await listen({ operations });
  impatientPort = await listen({ operations, settings: { connections: { headersTimeoutMs: 300, bodyTimeoutMs: 300, checkEveryMs: 50 } } });
});
afterAll(() => Promise.all(servers.map(({ app }) => app.close())));

/** Sends text over a bare connection and returns all that comes until the server closes it. */
function exchange(...pieces: string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(impatientPort, "127.0.0.1", () => {
      for (const piece of pieces) socket.write(piece);
    });
    let received = "";
    socket.on("data", (chunk: Buffer) => (received += chunk.toString("latin1")));
    socket.on("close", () => resolve(received));
    socket.on("error", reject);
  });
}

const bodyOf = (answer: string): unknown => JSON.parse(answer.slice(answer.indexOf("\r\n\r\n") + 4)) as unknown;

describe("a connection", () => {
  it("whose headers come too slowly is answered 408 and closed", async () => {
    const answer = await exchange("GET /api/live HTTP/1.1\r\nHost: localhost\r\nX-Slow: ");
    expect(answer).toMatch(/^HTTP\/1\.1 408 Request Timeout\r\n/);
    expect(bodyOf(answer)).toMatchObject({ status: 408, code: "request_timeout" });
  });

  it("whose body comes too slowly is closed", async () => {
    const answer = await exchange(
      "POST /api/auth/login HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n",
      '{"email":',
    );
    expect(answer === "" || answer.startsWith("HTTP/1.1 408")).toBe(true);
  });

  it("that speaks no HTTP is answered 400 and closed", async () => {
    const answer = await exchange("HELLO\r\n\r\n");
    expect(answer).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/);
    expect(answer).toContain("content-type: application/problem+json");
    expect(bodyOf(answer)).toMatchObject({ status: 400, code: "malformed" });
  });

  it("with more than 16 kB of headers is answered 431 and closed", async () => {
    const answer = await exchange(`GET /${"x".repeat(20_000)} HTTP/1.1\r\nHost: localhost\r\n\r\n`);
    expect(answer).toMatch(/^HTTP\/1\.1 431 /);
    expect(bodyOf(answer)).toMatchObject({ status: 431, code: "headers_too_large" });
  });

  it("that smuggles a second length is refused", async () => {
    const answer = await exchange(
      "POST /api/auth/login HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    );
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
  });
});

describe("the server", () => {
  it("answers 200 clients at once, good and bad among them", async () => {
    const origin = `http://127.0.0.1:${port}`;
    const json = { "content-type": "application/json" };
    const requests = Array.from({ length: 200 }, async (_, index) => {
      if (index % 4 === 0) return (await fetch(`${origin}/api/auth/login`, { method: "POST", headers: json, body: "{broken" })).status;
      if (index % 4 === 1) return (await fetch(`${origin}/api/auth/login`, { method: "POST", headers: json, body: "{}" })).status;
      return (await fetch(`${origin}${index % 4 === 2 ? "/api/categories" : "/api/health"}`)).status;
    });
    const statuses = await Promise.all(requests);
    const counts = [400, 422, 200].map((wanted) => statuses.filter((status) => status === wanted).length);
    expect(counts).toEqual([50, 50, 100]);
  });

  it("refuses a 10 MB body by its length, and stays up", async () => {
    const body = JSON.stringify({ email: "x".repeat(10_000_000) });
    const answer = await fetch(`http://127.0.0.1:${port}/api/auth/login`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body,
    }).catch((error: unknown) => error);
    // Fastify may close the connection before such a body has left; then there is no answer to read.
    if (answer instanceof Response) expect(answer.status).toBe(413);
    expect((await fetch(`http://127.0.0.1:${port}/api/live`)).status).toBe(200);
  });

  it("does not wait, when it stops, for a connection on which nothing was ever asked", async () => {
    const { app } = await createTestApp({ operations });
    await app.listen({ host: "127.0.0.1", port: 0 });
    const accepted = new Promise((resolve) => app.server.once("connection", resolve));
    const unused = connect((app.server.address() as AddressInfo).port, "127.0.0.1");
    await accepted;
    const closed = new Promise((resolve) => unused.once("close", resolve));
    await app.close();
    await closed;
  });

  it("answers HEAD as GET, without the body", async () => {
    const answer = await fetch(`http://127.0.0.1:${port}/api/health`, { method: "HEAD" });
    expect([answer.status, answer.headers.get("content-length"), await answer.text()]).toEqual([200, String(JSON.stringify(health).length), ""]);
  });
});
