import type { FastifyInstance, FastifyRequest } from "fastify";
import { pathOf } from "./paths.ts";

/** What is known of an answered request: for its log line and for the counts. */
export interface AnsweredRequest {
  method: string;
  /** The route's pattern, so that ids do not multiply the counts. */
  route: string;
  status: number;
  durationMs: number;
}

const quiet = new Set(["/api/live", "/api/health", "/metrics"]);

function routeOf(request: FastifyRequest): string {
  const url = request.routeOptions.url ?? "unknown";
  return url === "/*" ? "site" : url;
}

/** One line and one observation for each request, when its answer has left. */
export function logRequests(app: FastifyInstance, observe: (answered: AnsweredRequest) => void): void {
  app.addHook("onResponse", (request, reply, next) => {
    if (request.wasReady) return next();
    const answered = { method: request.method, route: routeOf(request), status: reply.statusCode, durationMs: reply.elapsedTime };
    observe(answered);
    const line = {
      method: answered.method,
      path: pathOf(request.url),
      status: answered.status,
      durationMs: Math.round(answered.durationMs * 10) / 10,
    };
    if (quiet.has(answered.route) && answered.status < 400) request.log.debug(line, "answered");
    else request.log.info(line, "answered");
    next();
  });
}
