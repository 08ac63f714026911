import { isIP } from "node:net";
import type { Ctx } from "@cofounder/kernel";
import type { FastifyRequest } from "fastify";

/** Where a request came from, for the rules that count by address or trust this machine. */
export interface RequestOrigin {
  /** The caller's address, behind trusted proxies only. */
  address: string;
  /** Over loopback, with a loopback Host, through no proxy. */
  isLocal: boolean;
  /** The session whose token the request was made with. */
  sessionId?: string;
}

/** Remembers for a context that a door made where its request came from. */
export interface Origins {
  remember(ctx: Ctx, origin: RequestOrigin): void;
  of(ctx: Ctx): RequestOrigin | undefined;
}

export function createOrigins(): Origins {
  const origins = new WeakMap<Ctx, RequestOrigin>();
  return { remember: (ctx, origin) => void origins.set(ctx, origin), of: (ctx) => origins.get(ctx) };
}

export function isLoopback(address: string): boolean {
  const plain = address.replace(/^::ffff:/i, "");
  return plain === "::1" || (isIP(plain) === 4 && plain.startsWith("127."));
}

function isLoopbackHost(host: string): boolean {
  const name = host
    .replace(/:\d+$/, "")
    .replace(/^\[|\]$/g, "")
    .toLowerCase();
  return name === "localhost" || isLoopback(name);
}

/** True for a request of this very machine. A proxy here speaks for others, and a foreign Host is a page that found a way in. */
export function isLocalRequest(request: FastifyRequest): boolean {
  const { headers, socket } = request;
  const isForwarded = ["forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip"].some((name) => headers[name] !== undefined);
  return !isForwarded && isLoopback(socket.remoteAddress ?? "") && isLoopbackHost(headers.host ?? "");
}
