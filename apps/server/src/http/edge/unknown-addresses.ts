import { AppError } from "@cofounder/kernel";
import type { FastifyInstance, HTTPMethods } from "fastify";
import { sendProblem, wrongMethod } from "../problems.ts";
import { pathOf } from "./paths.ts";

interface KnownAddress {
  pattern: RegExp;
  methods: string[];
}

const allMethods: HTTPMethods[] = ["GET", "POST", "PUT", "PATCH", "DELETE"];

function patternOf(url: string): RegExp {
  const escaped = url.replace(/\/$/, "").replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
  return new RegExp(`^${escaped.replaceAll(/:\w+/g, "[^/]+")}/?$`);
}

/**
 * Answers addresses that no route has: 405 with the methods of the address when another method would do, else 404.
 * Under /api nothing falls through to the site.
 */
export function answerUnknownAddresses(app: FastifyInstance): void {
  const known = new Map<string, KnownAddress>();

  app.addHook("onRoute", ({ url, method }) => {
    if (url.includes("*")) return;
    const address = known.get(url) ?? { pattern: patternOf(url), methods: [] };
    for (const name of [method].flat()) if (!address.methods.includes(name)) address.methods.push(name);
    known.set(url, address);
  });

  function refusal(path: string): AppError {
    const methods = [...known.values()].flatMap((address) => (address.pattern.test(path) ? address.methods : []));
    if (methods.length > 0) return wrongMethod([...new Set(methods)].toSorted());
    return new AppError("not_found", "There is nothing at this address.");
  }

  // A hook answers before the body is read.
  app.route({
    method: allMethods,
    url: "/api/*",
    onRequest: (request, _reply, next) => next(refusal(pathOf(request.url))),
    handler: () => undefined,
  });
  app.setNotFoundHandler((request, reply) => sendProblem(request, reply, refusal(pathOf(request.url))));
}
