import type { Socket } from "node:net";
import { AppError, uuidv7 } from "@cofounder/kernel";
import type { FastifyInstance } from "fastify";
import { problemOf } from "../problems.ts";

const headersTimeoutMs = 10_000;
const bodyTimeoutMs = 60_000;
const checkEveryMs = 1000;
const maxHeaderBytes = 16_384;
const keepAliveMs = 72_000;

export interface ConnectionLimits {
  headersTimeoutMs?: number;
  bodyTimeoutMs?: number;
  checkEveryMs?: number;
}

/**
 * How long a connection may take to say what it wants. The body's limit counts from the first byte of the headers.
 * Fastify sets two of the times itself, so they are its own options.
 */
export function connectionOptions(limits: ConnectionLimits = {}) {
  const headersMs = limits.headersTimeoutMs ?? headersTimeoutMs;
  return {
    requestTimeout: headersMs + (limits.bodyTimeoutMs ?? bodyTimeoutMs),
    keepAliveTimeout: keepAliveMs,
    http: { headersTimeout: headersMs, connectionsCheckingInterval: limits.checkEveryMs ?? checkEveryMs, maxHeaderSize: maxHeaderBytes },
  };
}

/**
 * While the server stops, a connection that has had its answer is closed instead of kept for another request, and so is one
 * that was opened ahead, as browsers do, and never used: Node would wait for its headers.
 */
export function closeUnneeded(app: FastifyInstance): void {
  const sockets = new Set<Socket>();
  let isStopping = false;
  app.server.on("connection", (socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });
  app.addHook("preClose", (done) => {
    isStopping = true;
    for (const socket of sockets) if (socket.bytesRead === 0) socket.destroy();
    done();
  });
  app.addHook("onResponse", (_request, _reply, next) => {
    if (isStopping) setImmediate(() => app.server.closeIdleConnections());
    next();
  });
}

interface RawAnswer {
  statusLine: string;
  error: AppError;
}

function answerOf(code: string | undefined): RawAnswer {
  switch (code) {
    case "ERR_HTTP_REQUEST_TIMEOUT":
      return {
        statusLine: "408 Request Timeout",
        error: new AppError("malformed", "The request took too long to arrive.", { reason: "request_timeout" }),
      };
    case "HPE_HEADER_OVERFLOW":
      return {
        statusLine: "431 Request Header Fields Too Large",
        error: new AppError("too_large", "The address and headers together are larger than 16 kB.", { reason: "headers_too_large" }),
      };
    default:
      return { statusLine: "400 Bad Request", error: new AppError("malformed", "This is not an HTTP request that could be read.") };
  }
}

/** Answers a connection on which no request could be read, and closes it. */
export function answerBrokenConnection(error: Error & { code?: string | undefined }, socket: Socket): void {
  if (error.code === "ECONNRESET" || !socket.writable) {
    socket.destroy();
    return;
  }
  const { statusLine, error: told } = answerOf(error.code);
  const { document, headers } = problemOf(told, { path: "", requestId: uuidv7() });
  const status = Number(statusLine.slice(0, 3));
  const body = JSON.stringify({ ...document, status, title: statusLine.slice(4) });
  const lines = Object.entries({ ...headers, "content-length": String(Buffer.byteLength(body)), connection: "close" }).map(
    ([name, value]) => `${name}: ${value}`,
  );
  socket.end(`HTTP/1.1 ${statusLine}\r\n${lines.join("\r\n")}\r\n\r\n${body}`, () => socket.destroy());
}
