import { createHash } from "node:crypto";
import type { FastifyInstance } from "fastify";

/** A weak ETag over a body's bytes. */
export function weakEtag(body: string | Buffer): string {
  return `W/"${createHash("sha1").update(body).digest("base64url")}"`;
}

/** Whether one of the tags of If-None-Match is this one, by the weak comparison of RFC 9110 §8.8.3.2. */
export function matchesEtag(ifNoneMatch: string, etag: string): boolean {
  if (ifNoneMatch.trim() === "*") return true;
  const opaque = (tag: string): string => tag.trim().replace(/^W\//, "");
  const wanted = opaque(etag);
  return (ifNoneMatch.match(/(?:W\/)?"[^"]*"/g) ?? []).some((tag) => opaque(tag) === wanted);
}

/** Reads get an ETag (their operation's own, or one over the body) and answer 304 to a caller who has it. */
export function answerEtags(app: FastifyInstance): void {
  app.addHook("onSend", async (request, reply, payload) => {
    const isRead = request.method === "GET" || request.method === "HEAD";
    if (!isRead || reply.statusCode !== 200 || (typeof payload !== "string" && !Buffer.isBuffer(payload))) return payload;
    let etag = reply.getHeader("etag");
    if (typeof etag !== "string") {
      etag = weakEtag(payload);
      reply.header("etag", etag);
    }
    if (!reply.hasHeader("cache-control")) reply.header("cache-control", "private, no-cache");
    const wanted = request.headers["if-none-match"];
    if (wanted === undefined || !matchesEtag(wanted, etag)) return payload;
    reply.code(304).removeHeader("content-length").removeHeader("content-type");
    // Fastify measures what a HEAD would have sent, and cannot measure nothing.
    return request.method === "HEAD" ? "" : null;
  });
}
