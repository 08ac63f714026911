import { type EndpointSpec, endpoints } from "@cofounder/contracts";
import { anonymousCtx, type Ctx } from "@cofounder/kernel";
import type { SiteClient } from "@cofounder/site";
import type { Operations } from "../http/app.ts";

type Operation = (ctx: Ctx, input: never) => unknown;

/** Fills in what a caller over HTTP would get filled in: the defaults of query and body. */
function withDefaults(spec: EndpointSpec, input: Record<string, unknown>): Record<string, unknown> {
  const pick = (names: string[]) => Object.fromEntries(names.filter((name) => input[name] !== undefined).map((name) => [name, input[name]]));
  const parts = [spec.params, spec.query, spec.body].map((shape) => (shape === undefined ? {} : shape.parse(pick(Object.keys(shape.shape)))));
  return parts.reduce<Record<string, unknown>>((all, part) => ({ ...all, ...part }), {});
}

function call(spec: EndpointSpec, operation: Operation): (input?: Record<string, unknown>) => Promise<unknown> {
  return async (input) => operation(anonymousCtx("site"), withDefaults(spec, input ?? {}) as never);
}

/** The site's client: the same operations as over HTTP, called in process as somebody unknown. */
export function createSiteClient(operations: Pick<Operations, "cms" | "ops">): SiteClient {
  const { cms, ops } = endpoints;
  const client = {
    listPosts: call(cms.listPosts, operations.cms.listPosts),
    getPost: call(cms.getPost, operations.cms.getPost),
    getPostEvidence: call(cms.getPostEvidence, operations.cms.getPostEvidence),
    listCategories: call(cms.listCategories, operations.cms.listCategories),
    getCategory: call(cms.getCategory, operations.cms.getCategory),
    listTags: call(cms.listTags, operations.cms.listTags),
    getTag: call(cms.getTag, operations.cms.getTag),
    getSite: call(ops.getSite, operations.ops.getSite),
  };
  return client as unknown as SiteClient;
}
