import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { isServerPath, pathOf } from "./edge/paths.ts";
import type { Refusal } from "./edge/unknown-addresses.ts";
import { greeting, prefersJson } from "./pages/greeting.ts";

/** The public site: a function from request to response, as the web platform has it. */
export interface Site {
  fetch(request: Request): Response | Promise<Response>;
}

const maxFormBytes = 100_000;

/** What the server has said already, or says itself. */
const notCopied = new Set(["connection", "content-length", "transfer-encoding", "set-cookie", "content-security-policy"]);

function webRequest(request: FastifyRequest, publicUrl: string): Request {
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined && !name.startsWith(":")) headers.set(name, [value].flat().join(", "));
  }
  const hasBody = request.method !== "GET" && request.method !== "HEAD" && Buffer.isBuffer(request.body);
  // HEAD is answered as GET is; the server leaves the body out when it writes.
  const method = request.method === "HEAD" ? "GET" : request.method;
  return new Request(new URL(request.url, publicUrl), { method, headers, ...(hasBody ? { body: new Uint8Array(request.body as Buffer) } : {}) });
}

async function copyResponse(reply: FastifyReply, response: Response): Promise<FastifyReply> {
  reply.code(response.status);
  for (const [name, value] of response.headers) if (!notCopied.has(name)) reply.header(name, value);
  for (const cookie of response.headers.getSetCookie()) reply.header("set-cookie", cookie);
  return reply.send(Buffer.from(await response.arrayBuffer()));
}

export interface SiteDeps {
  /** Without a site every other address is unknown. */
  site: Site | undefined;
  publicUrl: string;
  version: string;
  /** What an address of the server that nothing answers is told. */
  refusal: Refusal;
}

/** Mounts the site on every address that the server does not have itself, and greets programs at the root. */
export async function mountSite(app: FastifyInstance, { site, publicUrl, version, refusal }: SiteDeps): Promise<void> {
  const isRefused = (request: FastifyRequest): boolean => site === undefined || isServerPath(pathOf(request.url));
  const show = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    if (site === undefined) throw refusal(request);
    return copyResponse(reply, await site.fetch(webRequest(request, publicUrl)));
  };
  await app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser("*", { parseAs: "buffer", bodyLimit: maxFormBytes }, (_request, body, done) => done(null, body));
    scope.get("/", async (request, reply) => {
      reply.header("vary", "Accept, Origin");
      if (site === undefined || prefersJson(request.headers.accept)) return reply.send(greeting(version));
      return show(request, reply);
    });
    scope.route({
      method: ["GET", "POST"],
      url: "/*",
      onRequest: async (request) => {
        if (isRefused(request)) throw refusal(request);
      },
      handler: show,
    });
  });
}
