import type { IncomingMessage } from "node:http";
import { uuidv7 } from "@cofounder/kernel";
import type { FastifyInstance } from "fastify";

const sane = /^[A-Za-z0-9][A-Za-z0-9._-]{7,99}$/;

/** The caller's X-Request-Id when it is a plain one, else a new one. */
export function requestIdOf(request: IncomingMessage): string {
  const given = request.headers["x-request-id"];
  return typeof given === "string" && sane.test(given) ? given : uuidv7();
}

/** Each answer names the request it belongs to. */
export function answerRequestIds(app: FastifyInstance): void {
  app.addHook("onRequest", (request, reply, next) => {
    reply.header("x-request-id", request.id);
    next();
  });
}
