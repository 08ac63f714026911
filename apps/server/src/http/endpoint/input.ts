import type { EndpointSpec, UploadedFile } from "@cofounder/contracts";
import { AppError, type InputIssue } from "@cofounder/kernel";
import type { FastifyRequest } from "fastify";
import { z } from "zod";
import { textIssues } from "./texts.ts";

type Place = "path" | "query" | "body";

const nothing = z.strictObject({});

/** Zod's word for what is wrong, in the older contract's words where it has one. */
function typeOf(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case "unrecognized_keys":
      return "extra_forbidden";
    case "invalid_type":
      return issue.input === undefined ? "missing" : "type_error";
    case "too_small":
      return "too_small";
    case "too_big":
      return "too_big";
    case "invalid_format":
    case "invalid_value":
    case "invalid_union":
    case "invalid_key":
    case "invalid_element":
    case "not_multiple_of":
    case "custom":
      return "value_error";
  }
}

function messageOf(issue: z.core.$ZodIssue): string {
  if (issue.code === "unrecognized_keys") return "is not a field of this operation";
  if (issue.code === "invalid_type" && issue.input === undefined) return "is required";
  return issue.message;
}

/** Zod's issues as `{loc, msg, type}`; each unknown field is an entry of its own. */
export function issuesOf(place: Place, error: z.core.$ZodError): InputIssue[] {
  return error.issues.flatMap((issue) => {
    const loc = [place, ...issue.path.map((part) => (typeof part === "symbol" ? String(part) : part))];
    const entry = { msg: messageOf(issue), type: typeOf(issue) };
    if (issue.code === "unrecognized_keys") return issue.keys.map((key) => ({ loc: [...loc, key], ...entry }));
    return [{ loc, ...entry }];
  });
}

interface Part {
  place: Place;
  schema: z.ZodObject | undefined;
  given: unknown;
}

function read({ place, schema, given }: Part): { value: object; issues: InputIssue[] } {
  const unclean = textIssues(place, given);
  if (unclean.length > 0) return { value: {}, issues: unclean };
  const parsed = (schema ?? nothing).safeParse(given ?? {}, { reportInput: true });
  return parsed.success ? { value: parsed.data, issues: [] } : { value: {}, issues: issuesOf(place, parsed.error) };
}

const shownNames = 3;

/** An `invalid` error that names the fields in its sentence and carries them all. */
export function invalidInput(issues: InputIssue[]): AppError {
  const named = issues.slice(0, shownNames).map(({ loc, msg }) => `${loc.slice(1).join(".") || String(loc[0])} ${msg}`);
  const more = issues.length > shownNames ? `; and ${issues.length - shownNames} more` : "";
  return new AppError("invalid", `The input cannot be taken: ${named.join("; ")}${more}.`, { issues });
}

export interface GivenBody {
  fields: unknown;
  file?: UploadedFile;
}

function readIfMatch(request: FastifyRequest): { if_match?: string } {
  const header = request.headers["if-match"];
  return header === undefined || header.trim() === "*" ? {} : { if_match: header };
}

/** Checks params, query and body against the endpoint and brings them together in one input. Throws `invalid` with everything that is wrong. */
export function readInput(spec: EndpointSpec, request: FastifyRequest, body: GivenBody): Record<string, unknown> {
  const parts = [
    read({ place: "path", schema: spec.params, given: request.params }),
    read({ place: "query", schema: spec.query, given: queryOf(spec, request) }),
    read({ place: "body", schema: spec.body, given: body.fields }),
  ];
  const issues = parts.flatMap((part) => part.issues);
  if (issues.length > 0) throw invalidInput(issues);
  const extras = { ...(spec.ifMatch === true ? readIfMatch(request) : {}), ...(body.file === undefined ? {} : { file: body.file }) };
  return Object.assign({}, ...parts.map((part) => part.value), extras) as Record<string, unknown>;
}

/** A stream that can be resumed takes its place from the query or from the header that browsers send. */
function queryOf(spec: EndpointSpec, request: FastifyRequest): unknown {
  const query = request.query as Record<string, unknown>;
  const header = request.headers["last-event-id"];
  const isResumable = spec.stream === true && spec.query !== undefined && "last_event_id" in spec.query.shape;
  return isResumable && typeof header === "string" && query["last_event_id"] === undefined ? { ...query, last_event_id: header } : query;
}
