import { AppError } from "@cofounder/kernel";
import { Agent } from "undici";
import { assertPublicHost, guardLookup, resolveBySystem, type ResolveName } from "./address-guard.ts";
import { type Answered, discard, headerOf, type Limits, readBody, send, translateFailure } from "./exchange.ts";

export interface GuardedFetchOptions extends Partial<Limits> {
  /** Who asks, and where to complain. */
  userAgent?: string;
  /** Single origins, `host:port`, that are fetched wherever they are: for development and tests. */
  allow?: readonly string[];
  resolve?: ResolveName;
}

export interface GuardedRequest {
  /** Media types that are acceptable. */
  accept: readonly string[];
  signal?: AbortSignal;
}

export interface GuardedAnswer {
  /** Where it was found after redirects. */
  url: string;
  mediaType: string;
  charset?: string;
  bytes: Uint8Array;
}

export interface GuardedFetch {
  fetchPage(url: string, request: GuardedRequest): Promise<GuardedAnswer>;
  close(): Promise<void>;
}

const maxRedirects = 5;
const redirects = new Set([301, 302, 303, 307, 308]);
const defaults = { maxBytes: 20_000_000, timeoutMs: 30_000, userAgent: "Cofounder/0.1 (reads sources for its owner)" };
const times = { headersTimeout: 15_000, bodyTimeout: 15_000, keepAliveTimeout: 1_000 };
const connectTimeoutMs = 8_000;

function parseAddress(address: string, base?: URL): URL {
  if (!URL.canParse(address, base?.href)) throw new AppError("invalid", "This is not a web address.");
  const url = new URL(address, base);
  if (url.protocol !== "http:" && url.protocol !== "https:") throw new AppError("invalid", "Only http and https addresses are fetched.");
  if (url.username !== "" || url.password !== "") throw new AppError("invalid", "An address with a user name or a password in it is not fetched.");
  url.hash = "";
  return url;
}

export function originOf({ protocol, hostname, port }: URL): string {
  return `${hostname}:${port === "" ? (protocol === "https:" ? "443" : "80") : port}`;
}

function refusedStatus(url: URL, status: number): AppError {
  const sentence = `${url.hostname} answered with status ${status}.`;
  return status === 429 || status >= 500 ? new AppError("unavailable", sentence) : new AppError("invalid", sentence);
}

/** The media type and charset of an answer; one that says none is taken by its first character. */
function typeOf(answer: Answered, bytes: Uint8Array): { mediaType: string; charset?: string } {
  const [type = "", ...parameters] = (headerOf(answer, "content-type") ?? "").split(";");
  const mediaType = type.trim().toLowerCase();
  const charset = parameters.map((parameter) => /^\s*charset\s*=\s*"?([\w-]{1,40})"?\s*$/i.exec(parameter)?.[1]).find((label) => label !== undefined);
  const guessed = Buffer.from(bytes.subarray(0, 200)).toString("latin1").trimStart().startsWith("<") ? "text/html" : "text/plain";
  return { mediaType: mediaType === "" ? guessed : mediaType, ...(charset === undefined ? {} : { charset }) };
}

function assertAcceptable(answer: Answered, accept: readonly string[]): void {
  const mediaType = (headerOf(answer, "content-type") ?? "").split(";")[0]?.trim().toLowerCase() ?? "";
  if (mediaType === "" || accept.includes(mediaType)) return;
  discard(answer);
  throw new AppError("unsupported", `The address answers with ${mediaType.slice(0, 80)}, which cannot be read in this version.`);
}

/**
 * Fetches addresses that come from texts or people: only http(s), only the public internet (checked for each
 * connection at the moment it is made, and again for each redirect), bounded in size, time and type.
 * Fails with an AppError whose sentence says why: `invalid` for an address that is refused or answers 4xx,
 * `unsupported`, `too_large`, `timeout`, `unavailable`.
 */
export function createGuardedFetch(options: GuardedFetchOptions): GuardedFetch {
  const { userAgent, maxBytes, timeoutMs } = { ...defaults, ...options };
  const allowed = new Set(options.allow ?? []);
  const lookup = guardLookup(options.resolve ?? resolveBySystem);
  const guarded = new Agent({ ...times, connect: { lookup, timeout: connectTimeoutMs } });
  const open = new Agent({ ...times, connect: { timeout: connectTimeoutMs } });

  async function follow(address: URL, asked: GuardedRequest & { signal: AbortSignal }): Promise<{ url: URL; answer: Answered }> {
    let url = address;
    for (let hop = 0; hop <= maxRedirects; hop++) {
      const isAllowed = allowed.has(originOf(url));
      if (!isAllowed) assertPublicHost(url);
      const headers = { "user-agent": userAgent, accept: [...asked.accept, "*/*;q=0.1"].join(", ") };
      const answer = await send(isAllowed ? open : guarded, url, { headers, signal: asked.signal });
      if (!redirects.has(answer.statusCode)) return { url, answer };
      discard(answer);
      url = parseAddress(headerOf(answer, "location") ?? "", url);
    }
    throw new AppError("invalid", `The address leads on more than ${maxRedirects} times.`);
  }

  return {
    async fetchPage(address, { accept, signal }) {
      signal?.throwIfAborted();
      const url = parseAddress(address);
      const time = AbortSignal.timeout(timeoutMs);
      try {
        const found = await follow(url, { accept, signal: signal === undefined ? time : AbortSignal.any([signal, time]) });
        if (found.answer.statusCode !== 200) {
          discard(found.answer);
          throw refusedStatus(found.url, found.answer.statusCode);
        }
        assertAcceptable(found.answer, accept);
        const bytes = await readBody(found.answer, maxBytes);
        return { url: found.url.href, bytes, ...typeOf(found.answer, bytes) };
      } catch (error) {
        throw translateFailure(error, url, { caller: signal, time });
      }
    },
    async close() {
      await Promise.all([guarded.destroy(), open.destroy()]);
    },
  };
}
