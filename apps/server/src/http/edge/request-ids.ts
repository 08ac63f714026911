import type { IncomingMessage } from "node:http";
import { uuidv7 } from "@cofounder/kernel";
import type { FastifyInstance } from "fastify";

const sane = /^[A-Za-z0-9][A-Za-z0-9._-]{7,99}$/;

/** Names requests: by the caller's X-Request-Id when it is a plain one, else by this start of the server and a number. */
export function createRequestIds(): (request: IncomingMessage) => string {
  const start = uuidv7().replaceAll("-", "").slice(0, 20);
  let count = 0;
  return ({ headers }) => {
    const given = headers["x-request-id"];
    if (typeof given === "string" && sane.test(given)) return given;
    count += 1;
    return `${start}-${count.toString(36)}`;
  };
}

/** Each answer names the request it belongs to. */
export function answerRequestIds(app: FastifyInstance): void {
  app.addHook("onRequest", (request, reply, next) => {
    reply.header("x-request-id", request.id);
    next();
  });
}
