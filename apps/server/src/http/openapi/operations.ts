import { STATUS_CODES } from "node:http";
import type { EndpointSpec } from "@cofounder/contracts";
import type { ErrorCode } from "@cofounder/kernel";
import type { z } from "zod";
import { statusOfCode } from "../problems.ts";
import type { Json, SchemaCollector } from "./components.ts";

/** What may go wrong anywhere. */
const everywhere: readonly ErrorCode[] = ["limit", "bug", "unavailable", "timeout"];

const saidOfCode: Readonly<Record<ErrorCode, string>> = {
  invalid: "A field is wrong; `errors` names each",
  malformed: "The body cannot be read",
  too_large: "The body is too large",
  unsupported: "The content type is not taken",
  unauthenticated: "Nobody is signed in, or the session has ended",
  forbidden: "The account lacks the permission, or a change by cookie lacks its CSRF token",
  not_found: "There is no such thing, or it is somebody else's",
  conflict: "The state does not allow it; `allowed` names the moves that are",
  stale: "The thing has changed since; the ETag header carries the current tag",
  limit: "Too many requests; Retry-After says how long to wait",
  unavailable: "The server or something it needs is not there just now",
  timeout: "It took too long and was given up",
  bug: "An error of the server's own; the request id finds it in the log",
};

function pascal(code: ErrorCode): string {
  return code
    .split("_")
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join("");
}

/** The reusable answers for what goes wrong. */
export function problemResponses(): Json {
  const content = { "application/problem+json": { schema: { $ref: "#/components/schemas/output:ProblemDocument" } } };
  return Object.fromEntries(Object.entries(saidOfCode).map(([code, description]) => [pascal(code as ErrorCode), { description, content }]));
}

function codesOf(spec: EndpointSpec): Set<ErrorCode> {
  const isPublic = spec.auth === "public";
  const codes: ErrorCode[] = [...everywhere, ...(spec.errors ?? [])];
  if (!isPublic) codes.push("unauthenticated");
  if (!isPublic && (spec.auth !== "signed_in" || spec.method !== "GET")) codes.push("forbidden");
  if (spec.body !== undefined) codes.push("malformed", "too_large", "unsupported");
  if ([spec.params, spec.query, spec.body].some((shape) => shape !== undefined)) codes.push("invalid");
  if (spec.idempotent === true) codes.push("conflict");
  return new Set(codes);
}

function successHeaders(spec: EndpointSpec): Json {
  const text = { schema: { type: "string" } };
  return {
    ...(spec.method === "GET" && spec.stream !== true
      ? { ETag: { description: "Send it back in If-None-Match to get 304 while nothing has changed", ...text } }
      : {}),
    ...(spec.method !== "GET" && spec.etagOf !== undefined ? { ETag: { description: "The new state's tag, for If-Match", ...text } } : {}),
    ...(spec.idempotent === true
      ? { "Idempotent-Replayed": { description: "`true` when this is the answer to an earlier request with the same key", ...text } }
      : {}),
  };
}

function successOf(spec: EndpointSpec, schemas: SchemaCollector): Json {
  const status = spec.status ?? 200;
  if (status === 204) return { "204": { description: "Done" } };
  if (spec.download === true)
    return { [status]: { description: "The file, as an attachment", headers: successHeaders(spec), content: { "application/octet-stream": {} } } };
  const mediaType = spec.stream === true ? "text/event-stream" : "application/json";
  const headers = successHeaders(spec);
  const answer = {
    description: spec.stream === true ? "Server-sent events; each one's data is this JSON" : (STATUS_CODES[status] ?? "Done"),
    ...(Object.keys(headers).length > 0 ? { headers } : {}),
    content: { [mediaType]: { schema: schemas.schema(spec.response, "output") } },
  };
  return spec.statusOf === undefined
    ? { [status]: answer }
    : { [status]: answer, "503": { ...answer, description: "The same, when the verdict is bad" } };
}

function responsesOf(spec: EndpointSpec, schemas: SchemaCollector): Json {
  const failures = [...codesOf(spec)].map((code) => [String(statusOfCode[code]), { $ref: `#/components/responses/${pascal(code)}` }] as const);
  return { ...Object.fromEntries(failures), ...successOf(spec, schemas) };
}

function parametersIn(place: "path" | "query", shape: z.ZodObject | undefined, schemas: SchemaCollector): Json[] {
  if (shape === undefined) return [];
  const { properties = {}, required = [] } = schemas.schema(shape, "input") as { properties?: Record<string, Json>; required?: string[] };
  return Object.entries(properties).map(([name, { description, ...schema }]) => ({
    name,
    in: place,
    required: place === "path" || required.includes(name),
    ...(description === undefined ? {} : { description }),
    schema,
  }));
}

function headerParameters(spec: EndpointSpec): Json[] {
  const header = (name: string, description: string): Json => ({ name, in: "header", required: false, description, schema: { type: "string" } });
  return [
    ...(spec.idempotent === true
      ? [header("Idempotency-Key", "Any text of yours, unique to this request: repeating it within a day repeats the answer, not the effect")]
      : []),
    ...(spec.ifMatch === true ? [header("If-Match", "The ETag that the change is based on; 412 when it is no longer the current one")] : []),
    ...(spec.stream === true && spec.query !== undefined ? [header("Last-Event-ID", "Where the stream goes on")] : []),
  ];
}

function bodyOf(spec: EndpointSpec, schemas: SchemaCollector): Json {
  if (spec.body === undefined) return {};
  const schema = schemas.schema(spec.body, "input");
  const needsBody = (schema["required"] as string[] | undefined)?.length !== undefined;
  const form = {
    type: "object",
    required: ["file"],
    properties: { file: { type: "string", contentMediaType: "application/octet-stream" }, title: { type: "string", maxLength: 300 } },
  };
  const content = { "application/json": { schema }, ...(spec.upload === true ? { "multipart/form-data": { schema: form } } : {}) };
  return { requestBody: { required: needsBody, content } };
}

/** One endpoint as an operation of the document. */
export function operationOf(named: { name: string; module: string; spec: EndpointSpec }, schemas: SchemaCollector): Json {
  const { name, module, spec } = named;
  const parameters = [...parametersIn("path", spec.params, schemas), ...parametersIn("query", spec.query, schemas), ...headerParameters(spec)];
  return {
    operationId: name,
    tags: [module],
    summary: spec.summary,
    ...(spec.auth === "public" ? { security: [] } : { security: [{ bearer: [] }, { cookie: [] }] }),
    ...(spec.auth === "public" || spec.auth === "signed_in" ? {} : { description: `Needs the permission \`${spec.auth}\`.` }),
    ...(parameters.length > 0 ? { parameters } : {}),
    ...bodyOf(spec, schemas),
    responses: responsesOf(spec, schemas),
  };
}
