import { pipeline } from "node:stream/promises";
import { Writable } from "node:stream";
import { createBrotliDecompress, createGunzip } from "node:zlib";
import { AppError, isAppError } from "@cofounder/kernel";
import { type Dispatcher, request } from "undici";

export interface Limits {
  /** Of the body, both as sent and as unpacked. */
  maxBytes: number;
  /** For the whole exchange, redirects included. */
  timeoutMs: number;
}

export interface Asked {
  method?: "GET" | "POST" | "PUT" | "DELETE" | "HEAD";
  headers?: Record<string, string>;
  body?: string | Uint8Array;
  signal?: AbortSignal;
}

export type Answered = Dispatcher.ResponseData;

export function headerOf(answer: Answered, name: string): string | undefined {
  const value = answer.headers[name];
  return Array.isArray(value) ? value[0] : value;
}

/** Sends one request and returns with the answer's head. Never follows a redirect. */
export function send(dispatcher: Dispatcher, url: URL, asked: Asked): Promise<Answered> {
  const { method = "GET", headers = {}, body, signal } = asked;
  return request(url, {
    dispatcher,
    method,
    headers: { "accept-encoding": "gzip, br", ...headers },
    ...(body === undefined ? {} : { body }),
    ...(signal === undefined ? {} : { signal }),
  });
}

/** Gives up the body of an answer that is not wanted. */
export function discard(answer: Answered): void {
  answer.body.on("error", () => undefined).destroy();
}

function tooLarge(maxBytes: number): AppError {
  return new AppError("too_large", `The answer is larger than ${Math.floor(maxBytes / 1_000_000)} MB.`);
}

/** Collects chunks as far as the limit goes. */
function collect(maxBytes: number): { sink: Writable; bytes: () => Uint8Array } {
  const chunks: Buffer[] = [];
  let size = 0;
  const sink = new Writable({
    write(chunk: Buffer, _encoding, done) {
      size += chunk.byteLength;
      if (size <= maxBytes) chunks.push(chunk);
      done(size <= maxBytes ? null : tooLarge(maxBytes));
    },
  });
  return { sink, bytes: () => Buffer.concat(chunks) };
}

/** The body, unpacked. Counted while it streams: neither a long body nor a small one that unpacks to a long one fills the memory. */
export async function readBody(answer: Answered, maxBytes: number): Promise<Uint8Array> {
  const declared = Number(headerOf(answer, "content-length") ?? 0);
  if (declared > maxBytes) {
    discard(answer);
    throw tooLarge(maxBytes);
  }
  const { sink, bytes } = collect(maxBytes);
  const encoding = (headerOf(answer, "content-encoding") ?? "identity").trim().toLowerCase();
  switch (encoding) {
    case "identity":
    case "":
      await pipeline(answer.body, sink);
      return bytes();
    case "gzip":
    case "x-gzip":
      await pipeline(answer.body, createGunzip(), sink);
      return bytes();
    case "br":
      await pipeline(answer.body, createBrotliDecompress(), sink);
      return bytes();
    default:
      discard(answer);
      throw new AppError("unsupported", `The answer is packed in a way that was not asked for (${encoding.slice(0, 40)}).`);
  }
}

const sentences: Record<string, string> = {
  ENOTFOUND: "no such host is known",
  EAI_AGAIN: "the name could not be looked up just now",
  ECONNREFUSED: "it refused the connection",
  ECONNRESET: "it closed the connection",
  UND_ERR_SOCKET: "it closed the connection",
  UND_ERR_CONNECT_TIMEOUT: "it did not accept the connection in time",
  EHOSTUNREACH: "there is no way to it",
  ENETUNREACH: "there is no way to it",
  Z_DATA_ERROR: "its answer is damaged",
  Z_BUF_ERROR: "its answer is incomplete",
};

function codeOf(error: unknown): string {
  for (let link = error, depth = 0; link instanceof Error && depth < 5; link = link.cause, depth++) {
    const { code } = link as NodeJS.ErrnoException;
    if (code !== undefined) return code;
  }
  return "";
}

function appErrorIn(error: unknown): AppError | undefined {
  for (let link = error, depth = 0; link instanceof Error && depth < 5; link = link.cause, depth++) {
    if (isAppError(link)) return link;
  }
  return undefined;
}

/** Says in words why an exchange failed. A caller who gave up gets its own reason back. */
export function translateFailure(error: unknown, url: URL, signals: { caller?: AbortSignal | undefined; time: AbortSignal }): unknown {
  if (signals.caller?.aborted === true) return signals.caller.reason;
  const known = appErrorIn(error);
  if (known !== undefined) return known;
  const code = codeOf(error);
  const isSlow = signals.time.aborted || code === "UND_ERR_HEADERS_TIMEOUT" || code === "UND_ERR_BODY_TIMEOUT";
  if (isSlow) return new AppError("timeout", `${url.hostname} did not answer in time.`, { cause: error });
  const isCertificate = /CERT|SSL|TLS|SELF_SIGNED|UNABLE_TO_/.test(code);
  const why = isCertificate ? "its certificate is not valid" : (sentences[code] ?? "the connection failed");
  return new AppError("unavailable", `${url.hostname} could not be read: ${why}.`, { cause: error });
}
