import type { EndpointSpec, InputOf, ResponseOf } from "@cofounder/contracts";
import type { Ctx } from "@cofounder/kernel";
import type { FastifyInstance } from "fastify";
import { compileSerializer } from "./endpoint/serialize.ts";
import { admit } from "./endpoint/admit.ts";
import { answer, type EndpointDeps, type Joined } from "./endpoint/answer.ts";
import { defaultBodyLimitBytes, maxFileBytes } from "./edge/bodies.ts";

/** An endpoint without params, query and body gives its operation nothing; the operation may leave the input out. */
type Given<Spec extends EndpointSpec> = unknown extends InputOf<Spec> ? never : InputOf<Spec>;

type Operation<Spec extends EndpointSpec> = (ctx: Ctx, input: Given<Spec>) => ResponseOf<Spec> | Promise<ResponseOf<Spec>>;

/** The operations of a record of endpoints, under the same names. A missing or misfit one does not compile. */
export type FrontDoor<Endpoints extends Record<string, EndpointSpec>> = { [Name in keyof Endpoints]: Operation<Endpoints[Name]> };

/** The house writes parameters in braces, Fastify with a colon. */
function routePath(path: string): string {
  return path.replaceAll(/\{(\w+)\}/g, ":$1");
}

function bodyLimitOf(spec: EndpointSpec): number {
  const limit = spec.bodyLimitBytes ?? defaultBodyLimitBytes;
  return spec.upload === true ? Math.max(limit, maxFileBytes) : limit;
}

function addRoute(app: FastifyInstance, joined: Joined, deps: EndpointDeps): void {
  const { spec } = joined;
  app.route({
    method: spec.method,
    url: routePath(spec.path),
    bodyLimit: bodyLimitOf(spec),
    exposeHeadRoute: spec.method === "GET" && spec.stream !== true,
    onRequest: (request, reply) => admit(spec, { request, reply }, deps),
    handler: (request, reply) => answer(joined, { request, reply }, deps),
  });
}

/**
 * Gives each endpoint its route: who asks and whether they may is settled before the body is read; params, query and
 * body are checked and meet in one input; the operation of the same name answers, within its time.
 */
export function implement<Endpoints extends Record<string, EndpointSpec>>(
  { app, deps }: { app: FastifyInstance; deps: EndpointDeps },
  endpoints: Endpoints,
  frontDoor: FrontDoor<Endpoints>,
): void {
  for (const [name, spec] of Object.entries(endpoints)) {
    const operation = frontDoor[name] as Joined["operation"];
    addRoute(
      app,
      { name, spec, operation, serialize: spec.stream === true || spec.download === true ? JSON.stringify : compileSerializer(spec.response) },
      deps,
    );
  }
}
