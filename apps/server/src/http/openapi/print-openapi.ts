import { endpoints, type EndpointSpec, problemDocument } from "@cofounder/contracts";
import { ownEndpoints } from "../endpoint/own-endpoints.ts";
import { sessionCookies } from "../endpoint/sessions.ts";
import { createSchemaCollector, type Json, settleReferences } from "./components.ts";
import { operationOf, problemResponses } from "./operations.ts";

const tags: Readonly<Record<string, string>> = {
  auth: "Accounts and sessions",
  tasks: "Tasks, their steps, and the questions they ask a person",
  content: "Asking for an article, and checking a text",
  research: "Sources: where text comes from",
  memory: "What the business knows: kept, found, forgotten",
  cms: "Posts, their revisions and evidence, categories and tags",
  ops: "Health and settings",
  server: "The server itself, and what happens in it",
};

/** Every operation of the product, with the module it belongs to. */
export function allEndpoints(): { module: string; name: string; spec: EndpointSpec }[] {
  const modules: Record<string, Record<string, EndpointSpec>> = { ...endpoints, server: ownEndpoints };
  return Object.entries(modules).flatMap(([module, record]) => Object.entries(record).map(([name, spec]) => ({ module, name, spec })));
}

/** The OpenAPI 3.1 document, printed from the contracts. */
export function printOpenApi(version: string): Json {
  const schemas = createSchemaCollector();
  schemas.schema(problemDocument, "output");
  const paths: Record<string, Json> = {};
  for (const named of allEndpoints()) {
    const path = (paths[named.spec.path] ??= {});
    path[named.spec.method.toLowerCase()] = operationOf(named, schemas);
  }
  const components = schemas.components();
  const document = {
    openapi: "3.1.0",
    info: {
      title: "Cofounder",
      version,
      summary: "Cited articles from your own sources, decided by you",
      description:
        "Errors are `application/problem+json` (RFC 9457). Lists are paged by `cursor`, or by `limit` and `offset` where the older interface had it. A browser's session rides on cookies: writes then repeat the CSRF cookie in `X-CSRF-Token`.",
      license: { name: "Apache-2.0", identifier: "Apache-2.0" },
    },
    servers: [{ url: "/" }],
    tags: Object.entries(tags).map(([name, description]) => ({ name, description })),
    paths,
    components: {
      schemas: components,
      responses: problemResponses(),
      securitySchemes: {
        bearer: { type: "http", scheme: "bearer", bearerFormat: "JWT" },
        cookie: { type: "apiKey", in: "cookie", name: sessionCookies.access },
      },
    },
  };
  return settleReferences(document, components);
}
