import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync, brotliCompressSync } from "node:zlib";
import { afterEach, describe, expect, it } from "vitest";
import { createConfiguredFetch, createGuardedFetch } from "../web.ts";
import type { GuardedFetchOptions } from "./guarded-fetch.ts";

const accept = ["text/html", "text/plain"];
const closing: (() => Promise<unknown> | void)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function serve(listener: RequestListener): Promise<{ host: string; url: string; requests: string[] }> {
  const requests: string[] = [];
  const server: Server = createServer((request, response) => {
    requests.push(request.url ?? "");
    listener(request, response);
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  closing.push(() => {
    server.closeAllConnections();
    server.close();
  });
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { host, url: `http://${host}/`, requests };
}

function fetcher(options: GuardedFetchOptions = {}) {
  const guarded = createGuardedFetch(options);
  closing.push(() => guarded.close());
  return guarded;
}

const page = (body: string | Buffer, headers: Record<string, string> = { "content-type": "text/html; charset=utf-8" }): RequestListener => {
  return (_request, response) => response.writeHead(200, headers).end(body);
};

describe("a guarded fetch", () => {
  it("brings the bytes with their type, charset and last address", async () => {
    const server = await serve(page(Buffer.from([0xe9]), { "content-type": 'Text/HTML; charset="ISO-8859-1"' }));
    const answer = await fetcher({ allow: [server.host] }).fetchPage(`${server.url}a#part`, { accept });
    expect(answer).toMatchObject({ url: `${server.url}a`, mediaType: "text/html", charset: "ISO-8859-1" });
    expect([...answer.bytes]).toEqual([0xe9]);
  });

  it("says who asks and sends nothing else that tells about its owner", async () => {
    let headers: Record<string, unknown> = {};
    const server = await serve((request, response) => {
      headers = request.headers;
      response.writeHead(200, { "content-type": "text/plain", "set-cookie": "a=b" }).end("x");
    });
    const guarded = fetcher({ allow: [server.host], userAgent: "Cofounder/test" });
    await guarded.fetchPage(server.url, { accept });
    await guarded.fetchPage(server.url, { accept });
    expect(headers).toMatchObject({ "user-agent": "Cofounder/test", accept: "text/html, text/plain, */*;q=0.1" });
    expect(headers).not.toHaveProperty("cookie");
    expect(headers).not.toHaveProperty("referer");
  });

  it("refuses what is no public web address, before any request", async () => {
    const server = await serve(page("secret"));
    const guarded = fetcher({ resolve: (_host, done) => done(null, [{ address: "127.0.0.1", family: 4 }]) });
    const port = server.host.split(":")[1] ?? "";
    const addresses = [
      server.url,
      `http://localhost:${port}/`,
      `http://rebinding.example:${port}/`,
      `http://2130706433:${port}/`,
      "http://[::ffff:127.0.0.1]/",
      "http://169.254.169.254/latest/meta-data/",
      "ftp://example.org/file",
      "file:///etc/passwd",
      "http://user:secret@example.org/",
      "nonsense",
    ];
    for (const address of addresses) await expect(guarded.fetchPage(address, { accept }), address).rejects.toMatchObject({ code: "invalid" });
    expect(server.requests).toEqual([]);
  });

  it("checks each redirect like the first address", async () => {
    const inner = await serve(page("secret"));
    const outer = await serve((request, response) => {
      response
        .writeHead(302, {
          location: request.url === "/file" ? "file:///etc/passwd" : request.url === "/name" ? "http://u:p@example.org/" : inner.url,
        })
        .end();
    });
    const guarded = fetcher({ allow: [outer.host] });
    for (const path of ["inner", "file", "name"])
      await expect(guarded.fetchPage(outer.url + path, { accept }), path).rejects.toMatchObject({ code: "invalid" });
    expect(inner.requests).toEqual([]);
  });

  it("follows five redirects and no sixth", async () => {
    const server = await serve((request, response) => {
      const left = Number(request.url?.slice(1));
      if (left > 0) response.writeHead(301, { location: `/${left - 1}` }).end();
      else page("there")(request, response);
    });
    const guarded = fetcher({ allow: [server.host] });
    expect((await guarded.fetchPage(`${server.url}5`, { accept })).url).toBe(`${server.url}0`);
    await expect(guarded.fetchPage(`${server.url}6`, { accept })).rejects.toThrow(/leads on/);
  });

  it("unpacks gzip and brotli, and refuses what it did not ask for", async () => {
    for (const [encoding, body] of [
      ["gzip", gzipSync("hello")],
      ["br", brotliCompressSync("hello")],
    ] as const) {
      const server = await serve(page(body, { "content-type": "text/plain", "content-encoding": encoding }));
      const { bytes } = await fetcher({ allow: [server.host] }).fetchPage(server.url, { accept });
      expect(Buffer.from(bytes).toString(), encoding).toBe("hello");
    }
    const odd = await serve(page("x", { "content-type": "text/plain", "content-encoding": "zstd" }));
    await expect(fetcher({ allow: [odd.host] }).fetchPage(odd.url, { accept })).rejects.toMatchObject({ code: "unsupported" });
    const torn = await serve(page(gzipSync("hello").subarray(0, 12), { "content-type": "text/plain", "content-encoding": "gzip" }));
    await expect(fetcher({ allow: [torn.host] }).fetchPage(torn.url, { accept })).rejects.toMatchObject({ code: "unavailable" });
  });

  it("stops at its size: declared, streamed without end, or packed small", async () => {
    const declared = await serve(page("x".repeat(3000)));
    const endless = await serve((_request, response) => {
      response.writeHead(200, { "content-type": "text/plain" });
      const pour = (): void => void (response.destroyed || response.write("x".repeat(1000), () => setImmediate(pour)));
      pour();
    });
    const bomb = await serve(page(gzipSync(Buffer.alloc(5_000_000)), { "content-type": "text/plain", "content-encoding": "gzip" }));
    for (const server of [declared, endless, bomb]) {
      await expect(fetcher({ allow: [server.host], maxBytes: 2000 }).fetchPage(server.url, { accept })).rejects.toMatchObject({ code: "too_large" });
    }
  });

  it("stops at its time: no answer, or one that never ends", async () => {
    const silent = await serve(() => undefined);
    const dripping = await serve((_request, response) => {
      response.writeHead(200, { "content-type": "text/plain" });
      const drip = setInterval(() => response.write("x"), 20);
      response.on("close", () => clearInterval(drip));
    });
    for (const server of [silent, dripping]) {
      await expect(fetcher({ allow: [server.host], timeoutMs: 150 }).fetchPage(server.url, { accept })).rejects.toMatchObject({ code: "timeout" });
    }
  });

  it("ends with the caller's reason when the caller gives up", async () => {
    const caller = new AbortController();
    const server = await serve(() => caller.abort(new Error("cancelled")));
    await expect(fetcher({ allow: [server.host] }).fetchPage(server.url, { accept, signal: caller.signal })).rejects.toThrow("cancelled");
    await expect(fetcher().fetchPage(server.url, { accept, signal: caller.signal })).rejects.toThrow("cancelled");
  });

  it("takes only the types that were asked for, and looks at what is sent without one", async () => {
    const image = await serve(page("x", { "content-type": "image/png" }));
    await expect(fetcher({ allow: [image.host] }).fetchPage(image.url, { accept })).rejects.toMatchObject({ code: "unsupported" });
    for (const [body, mediaType] of [
      ["  <!doctype html>", "text/html"],
      ["plain words", "text/plain"],
    ] as const) {
      const untyped = await serve(page(body, {}));
      expect((await fetcher({ allow: [untyped.host] }).fetchPage(untyped.url, { accept })).mediaType).toBe(mediaType);
    }
  });

  it("says what the server answered, and whether trying later may help", async () => {
    for (const [status, code] of [
      [404, "invalid"],
      [403, "invalid"],
      [204, "invalid"],
      [429, "unavailable"],
      [503, "unavailable"],
    ] as const) {
      const server = await serve((_request, response) => response.writeHead(status).end());
      await expect(fetcher({ allow: [server.host] }).fetchPage(server.url, { accept })).rejects.toMatchObject({
        code,
        message: `127.0.0.1 answered with status ${status}.`,
      });
    }
    const gone = await serve(page(""));
    for (const close of closing.splice(0)) await close();
    await expect(fetcher({ allow: [gone.host] }).fetchPage(gone.url, { accept })).rejects.toMatchObject({
      code: "unavailable",
      message: /refused the connection/,
    });
    const unknown = fetcher({ resolve: (_host, done) => done(Object.assign(new Error("no"), { code: "ENOTFOUND" }), []) });
    await expect(unknown.fetchPage("http://nowhere.example/", { accept })).rejects.toMatchObject({ code: "unavailable", message: /no such host/ });
  });
});

describe("a configured fetch", () => {
  it("reaches its own origin, private or not, and no other", async () => {
    const server = await serve((request, response) => {
      if (request.method === "POST") request.pipe(response.writeHead(201, { "content-type": "application/json; charset=utf-8" }));
      else response.writeHead(request.url === "/moved" ? 302 : 404, { location: "http://example.org/" }).end("none");
    });
    const configured = createConfiguredFetch(server.url);
    closing.push(() => configured.close());
    const made = await configured.fetch("/api", { method: "POST", body: '{"a":1}', headers: { authorization: "Bearer x" } });
    expect({ ...made, bytes: Buffer.from(made.bytes).toString() }).toEqual({ status: 201, mediaType: "application/json", bytes: '{"a":1}' });
    expect(await configured.fetch("/missing")).toMatchObject({ status: 404 });
    expect(await configured.fetch("/moved")).toMatchObject({ status: 302 });
    expect(await configured.fetch("/head", { method: "HEAD" })).toMatchObject({ status: 404, bytes: new Uint8Array() });
    await expect(configured.fetch("http://example.org/")).rejects.toMatchObject({ code: "invalid" });
    await expect(configured.fetch("//example.org/x")).rejects.toMatchObject({ code: "invalid" });
  });

  it("has the same bounds of size and time", async () => {
    const server = await serve((request, response) => void (request.url === "/large" && response.end("x".repeat(5000))));
    const configured = createConfiguredFetch(server.url, { maxBytes: 1000, timeoutMs: 150 });
    closing.push(() => configured.close());
    await expect(configured.fetch("/large")).rejects.toMatchObject({ code: "too_large" });
    await expect(configured.fetch("/silent")).rejects.toMatchObject({ code: "timeout" });
  });
});
