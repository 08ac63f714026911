import { AppError } from "@cofounder/kernel";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { sendProblem, wrongMethod } from "../problems.ts";
import { pathOf } from "./paths.ts";

interface KnownAddress {
  pattern: RegExp;
  methods: string[];
}

function patternOf(url: string): RegExp {
  const escaped = url.replace(/\/$/, "").replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
  return new RegExp(`^${escaped.replaceAll(/:\w+/g, "[^/]+")}/?$`);
}

/** Why nothing answers a request: the address is unknown, or known with other methods. */
export type Refusal = (request: FastifyRequest) => AppError;

/**
 * Answers addresses that no route has: 405 with the methods of the address when another method would do, else 404.
 * Under /api nothing falls through to the site. Hooks refuse, so that no body is read for nothing.
 */
export function answerUnknownAddresses(app: FastifyInstance): Refusal {
  const known = new Map<string, KnownAddress>();

  app.addHook("onRoute", ({ url, method }) => {
    if (url.includes("*")) return;
    const address = known.get(url) ?? { pattern: patternOf(url), methods: [] };
    for (const name of [method].flat()) if (!address.methods.includes(name)) address.methods.push(name);
    known.set(url, address);
  });

  const refusal: Refusal = ({ method, url }) => {
    const path = pathOf(url);
    const methods = [...known.values()].flatMap((address) => (address.pattern.test(path) ? address.methods : []));
    if (methods.length > 0 && !methods.includes(method)) return wrongMethod([...new Set(methods)].toSorted());
    return new AppError("not_found", "There is nothing at this address.");
  };

  const refuse = { onRequest: async (request: FastifyRequest): Promise<void> => Promise.reject(refusal(request)), handler: () => undefined };
  app.route({ method: ["GET", "POST", "PUT", "PATCH", "DELETE"], url: "/api/*", ...refuse });
  app.route({ method: ["PUT", "PATCH", "DELETE"], url: "/*", ...refuse });
  app.setNotFoundHandler((request, reply) => sendProblem(request, reply, refusal(request)));
  return refusal;
}
