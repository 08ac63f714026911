import helmet from "@fastify/helmet";
import { fastify, type FastifyInstance } from "fastify";

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

/** The headers that helmet sets, worked out once: they are the same for every answer, and working them out costs more than many answers. */
async function workOut(isHttps: boolean): Promise<Record<string, string>> {
  const probe = fastify();
  await probe.register(helmet, {
    contentSecurityPolicy: { useDefaults: false, directives },
    strictTransportSecurity: isHttps ? { maxAge: 31_536_000, includeSubDomains: false } : false,
    // Without a referrer of its own origin a browser names no origin when it posts a form, and the form's check needs it.
    referrerPolicy: { policy: "strict-origin-when-cross-origin" },
    frameguard: { action: "deny" },
  });
  probe.get("/", () => "");
  const { headers } = await probe.inject("/");
  await probe.close();
  const ofAnyAnswer = new Set(["content-type", "content-length", "date", "connection"]);
  return Object.fromEntries(Object.entries(headers).flatMap(([name, value]) => (ofAnyAnswer.has(name) ? [] : [[name, String(value)]])));
}

/** What a page may load: everything from here, nothing written into the page. */
export async function addSecurityHeaders(app: FastifyInstance, { isHttps }: { isHttps: boolean }): Promise<void> {
  const headers = await workOut(isHttps);
  app.addHook("onRequest", (_request, reply, next) => {
    reply.headers(headers);
    next();
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
