import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { matchesEtag } from "./edge/etags.ts";
import type { CountRequest, RateVerdict } from "./edge/limits.ts";
import { isServerPath, pathOf } from "./edge/paths.ts";
import type { AnsweredRequest } from "./edge/request-log.ts";
import { prefersJson } from "./pages/greeting.ts";

/** What a ready answer was made of. */
export type ResponseTag = "posts" | "categories" | "tags" | "site";

interface ReadyAnswer {
  tags: readonly ResponseTag[];
  headers: string[];
  etag: string | undefined;
  /** The bytes as latin1 text: Node then writes head and body in one piece, which halves what an answer costs. */
  body: string;
  storedAtMs: number;
  wasUsed: boolean;
}

export interface ResponseCacheOptions {
  /** All ready answers together, in bytes. */
  maxBytes?: number;
  /** An answer is made anew after so long, even when nothing purged it. */
  maxAgeMs?: number;
  now?: () => number;
}

export interface ResponseCache {
  find(key: string): ReadyAnswer | undefined;
  /** Keeps an answer, unless something was purged since `epoch` was read. */
  keep(key: string, answer: Omit<ReadyAnswer, "storedAtMs" | "wasUsed">, epoch: number): void;
  /** Grows with each purge. */
  epoch(): number;
  /** Forgets the answers with one of the tags; without tags, all. To be called on every replica. */
  purge(tags?: readonly ResponseTag[]): void;
  bytes(): number;
}

const bytesOfEntry = 1000;

/** Ready answers in memory; those that nobody asks for leave first. */
export function createResponseCache({ maxBytes = 32_000_000, maxAgeMs = 60_000, now = Date.now }: ResponseCacheOptions = {}): ResponseCache {
  const answers = new Map<string, ReadyAnswer>();
  let bytes = 0;
  let epoch = 0;

  const sizeOf = (key: string, answer: ReadyAnswer): number => key.length + answer.body.length + bytesOfEntry;

  function remove(key: string): void {
    const answer = answers.get(key);
    if (answer === undefined) return;
    answers.delete(key);
    bytes -= sizeOf(key, answer);
  }

  /** The oldest leave first; one that was used since it was last looked at gets another turn. */
  function makeRoom(): void {
    for (const [key, answer] of answers) {
      if (bytes <= maxBytes) return;
      answers.delete(key);
      if (answer.wasUsed) answers.set(key, { ...answer, wasUsed: false });
      else bytes -= sizeOf(key, answer);
    }
  }

  return {
    find(key) {
      const answer = answers.get(key);
      if (answer === undefined) return undefined;
      answer.wasUsed = true;
      if (now() - answer.storedAtMs < maxAgeMs) return answer;
      remove(key);
      return undefined;
    },
    keep(key, given, since) {
      const answer = { ...given, storedAtMs: now(), wasUsed: false };
      if (since !== epoch || sizeOf(key, answer) > maxBytes / 8) return;
      remove(key);
      answers.set(key, answer);
      bytes += sizeOf(key, answer);
      makeRoom();
    },
    epoch: () => epoch,
    purge(tags) {
      epoch += 1;
      for (const [key, answer] of answers) if (tags === undefined || answer.tags.some((tag) => tags.includes(tag))) remove(key);
    },
    bytes: () => bytes,
  };
}

const longestUrl = 1000;
const cachedReads = /^\/api\/(posts|categories|tags)(?:\/[^/]+)?\/?$/;

/** Every list and page shows posts, so a change of a post touches them all. */
function tagsOf(path: string): readonly ResponseTag[] | undefined {
  const read = cachedReads.exec(path)?.[1];
  if (read !== undefined) return [read as ResponseTag, "posts"];
  return isServerPath(path) ? undefined : ["site", "posts"];
}

/** Which of the encodings a caller gets; callers of one class get the same bytes. */
function encodingClass(accepted: string): string {
  if (accepted.includes(";") || accepted.includes("*")) return accepted;
  if (accepted.includes("br")) return "br";
  return accepted.includes("gzip") ? "gzip" : accepted;
}

const personal = ["authorization", "cookie", "origin", "range"];

/** The key under which a stranger's read is kept; undefined for everything else. */
function keyOf(request: FastifyRequest): string | undefined {
  const { method, url, headers } = request.raw;
  if (method !== "GET" || url === undefined || url.length > longestUrl || personal.some((name) => headers[name] !== undefined)) return undefined;
  if (url === "/" && prefersJson(headers.accept)) return undefined;
  return `${encodingClass(headers["accept-encoding"] ?? "")} ${headers.host ?? ""} ${url}`;
}

declare module "fastify" {
  interface FastifyRequest {
    /** Where this request's answer may be kept, and the cache's epoch when it came in. */
    cacheable: { key: string; epoch: number } | undefined;
    /** Set when the answer was ready: it is counted and logged already. */
    wasReady: boolean;
  }
}

export interface ReadyDeps {
  cache: ResponseCache;
  countAddress: CountRequest;
  observe: (answered: AnsweredRequest) => void;
}

/** Of the requests that are answered from memory, one in so many is logged. */
const logOneIn = 100;
const notKept = new Set(["date", "connection", "keep-alive", "x-request-id", "ratelimit-limit", "ratelimit-remaining", "ratelimit-reset"]);
const onlyWithBody = new Set(["content-type", "content-length", "content-encoding"]);

function without(headers: string[], names: ReadonlySet<string>): string[] {
  return headers.filter((_, index) => !names.has(headers[index - (index % 2)] ?? ""));
}

function writeReady(request: FastifyRequest, reply: FastifyReply, given: { ready: ReadyAnswer; verdict: RateVerdict | undefined }): number {
  const { ready, verdict } = given;
  const wanted = request.headers["if-none-match"];
  const isKnown = wanted !== undefined && ready.etag !== undefined && matchesEtag(wanted, ready.etag);
  const headers = isKnown ? without(ready.headers, onlyWithBody) : [...ready.headers];
  headers.push("x-request-id", request.id);
  if (verdict !== undefined) headers.push(...verdict.headers);
  reply.hijack();
  if (isKnown) reply.raw.writeHead(304, headers).end();
  else reply.raw.writeHead(200, headers).end(ready.body, "latin1");
  return isKnown ? 304 : 200;
}

/** The first hook of all: strangers' reads of published content are answered from ready bytes, limited and counted here. */
export function answerReady(app: FastifyInstance, deps: ReadyDeps): void {
  let answered = 0;
  app.decorateRequest("cacheable", undefined);
  app.decorateRequest("wasReady", false);
  app.addHook("onRequest", async (request, reply) => {
    const key = keyOf(request);
    if (key === undefined) return;
    const ready = deps.cache.find(key);
    if (ready === undefined) {
      if (tagsOf(pathOf(request.url)) !== undefined) request.cacheable = { key, epoch: deps.cache.epoch() };
      return;
    }
    const verdict = await deps.countAddress(request);
    request.counted = verdict;
    // One too many goes the long way, where it is refused with everything that an answer needs.
    if (verdict?.isExceeded === true) return;
    request.wasReady = true;
    const status = writeReady(request, reply, { ready, verdict });
    deps.observe({ method: "GET", route: "cached", status, durationMs: reply.elapsedTime });
    answered += 1;
    if (answered % logOneIn === 1) request.log.info({ path: pathOf(request.url), status, sampledOneIn: logOneIn }, "answered from memory");
  });
}

async function collect(payload: unknown): Promise<Buffer | undefined> {
  if (typeof payload === "string") return Buffer.from(payload);
  if (Buffer.isBuffer(payload)) return payload;
  if (typeof payload !== "object" || payload === null || !(Symbol.asyncIterator in payload)) return undefined;
  const chunks: Buffer[] = [];
  for await (const chunk of payload as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** What the key tells apart: an answer that varies by anything else is not kept. */
function varyNames(path: string): string[] {
  return ["", "accept-encoding", "origin", ...(path === "/" ? ["accept"] : [])];
}

function mayKeep(path: string, reply: FastifyReply): boolean {
  const text = (name: string): string => String(reply.getHeader(name) ?? "").toLowerCase();
  const known = varyNames(path);
  const isKnown = text("vary")
    .split(/\s*,\s*/)
    .every((name) => known.includes(name));
  return reply.statusCode === 200 && isKnown && !reply.hasHeader("set-cookie") && !text("cache-control").includes("no-store");
}

/** Keeps what strangers' reads were answered. Must be registered after the compression, so that what leaves is what is kept. */
export function keepAnswers(app: FastifyInstance, cache: ResponseCache): void {
  app.addHook("onRoute", (route) => {
    const keep = async (request: FastifyRequest, reply: FastifyReply, payload: unknown): Promise<unknown> => {
      const { cacheable } = request;
      const path = pathOf(request.url);
      if (cacheable === undefined || !mayKeep(path, reply)) return payload;
      const body = await collect(payload);
      if (body === undefined) return payload;
      reply.header("content-length", body.byteLength);
      const headers = Object.entries(reply.getHeaders()).flatMap(([name, value]) => (notKept.has(name) ? [] : [name, String(value)]));
      const etag = reply.getHeader("etag");
      cache.keep(
        cacheable.key,
        { tags: tagsOf(path) ?? [], headers, etag: typeof etag === "string" ? etag : undefined, body: body.toString("latin1") },
        cacheable.epoch,
      );
      return body;
    };
    route.onSend = [...[route.onSend ?? []].flat(), keep];
  });
}
