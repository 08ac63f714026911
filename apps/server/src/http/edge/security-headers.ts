import helmet from "@fastify/helmet";
import type { FastifyInstance } from "fastify";

const own = ["'self'"];
const none = ["'none'"];

const directives = {
  defaultSrc: own,
  scriptSrc: own,
  styleSrc: own,
  imgSrc: ["'self'", "data:"],
  fontSrc: own,
  connectSrc: own,
  objectSrc: none,
  baseUri: none,
  frameAncestors: none,
  formAction: own,
};

/** What a page may load: everything from here, nothing written into the page. */
export async function addSecurityHeaders(app: FastifyInstance, { isHttps }: { isHttps: boolean }): Promise<void> {
  await app.register(helmet, {
    contentSecurityPolicy: { useDefaults: false, directives },
    strictTransportSecurity: isHttps ? { maxAge: 31_536_000, includeSubDomains: false } : false,
    // Without a referrer of its own origin a browser names no origin when it posts a form, and the form's check needs it.
    referrerPolicy: { policy: "strict-origin-when-cross-origin" },
    frameguard: { action: "deny" },
  });
}

/** The policy of the two pages that show the API: their programs write styles and start a worker of their own. */
const documentationPolicy = Object.entries({ ...directives, styleSrc: ["'self'", "'unsafe-inline'"], workerSrc: ["blob:"] })
  .map(([name, sources]) => `${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)} ${sources.join(" ")}`)
  .join(";");

/** Relaxes the policy within this scope, as far as Swagger UI and ReDoc need. */
export function relaxForDocumentation(scope: FastifyInstance): void {
  scope.addHook("onRequest", (_request, reply, next) => {
    reply.header("content-security-policy", documentationPolicy);
    next();
  });
}
