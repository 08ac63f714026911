import { STATUS_CODES } from "node:http";
import type { ProblemDocument } from "@cofounder/contracts";
import { AppError, type ErrorCode, type ErrorDetails, isAppError } from "@cofounder/kernel";
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { pathOf } from "./edge/paths.ts";

export const problemMediaType = "application/problem+json; charset=utf-8";

export const statusOfCode: Readonly<Record<ErrorCode, number>> = {
  invalid: 422,
  malformed: 400,
  too_large: 413,
  unsupported: 415,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  stale: 412,
  limit: 429,
  unavailable: 503,
  timeout: 504,
  bug: 500,
};

const wrongMethodReason = "method_not_allowed";

/** A known address asked with a method that it does not have. */
export function wrongMethod(allowed: readonly string[]): AppError {
  return new AppError("invalid", `This address takes ${allowed.join(", ")}.`, { reason: wrongMethodReason, allowed: [...allowed] });
}

/** Errors that Fastify and its plugins throw, by their status. */
const edgeErrors: Readonly<Record<number, readonly [ErrorCode, string]>> = {
  400: ["malformed", "The request could not be read. Its body must be JSON as the content type says."],
  413: ["too_large", "The body is larger than this operation takes."],
  414: ["too_large", "The address is too long."],
  415: ["unsupported", "This operation does not take that content type. Send application/json."],
  429: ["limit", "Too many requests. Wait a little."],
  503: ["unavailable", "The server is busy. Try again in a few seconds."],
};

const multipartErrors: Readonly<Record<string, readonly [ErrorCode, string]>> = {
  FST_REQ_FILE_TOO_LARGE: ["too_large", "The file is larger than 20 MB."],
  FST_FILES_LIMIT: ["invalid", "Send one file at a time."],
  FST_FIELDS_LIMIT: ["invalid", "The form has too many fields."],
  FST_PARTS_LIMIT: ["invalid", "The form has too many parts."],
  FST_PROTO_VIOLATION: ["malformed", "A field of the form has a name that cannot be used."],
};

function retryAfter(code: ErrorCode): Pick<ErrorDetails, "retryAfterSeconds"> {
  return code === "unavailable" || code === "limit" ? { retryAfterSeconds: 5 } : {};
}

/** Whatever was thrown, as the error that the reader may see. What is not foreseen is a `bug` without detail. */
export function toAppError(error: unknown): AppError {
  if (isAppError(error)) return error;
  const { code, statusCode } = (typeof error === "object" && error !== null ? error : {}) as Partial<FastifyError>;
  const known = (code === undefined ? undefined : multipartErrors[code]) ?? (statusCode === undefined ? undefined : edgeErrors[statusCode]);
  if (known !== undefined) return new AppError(known[0], known[1], { ...retryAfter(known[0]), cause: error });
  return new AppError("bug", "The server met an error of its own. The request id finds it in the log.", { cause: error });
}

export interface Problem {
  document: ProblemDocument;
  headers: Record<string, string>;
}

export interface ProblemPlace {
  path: string;
  requestId: string;
}

function headersOf(error: AppError, status: number): Record<string, string> {
  const { retryAfterSeconds, etag, allowed = [] } = error.details;
  return {
    "content-type": problemMediaType,
    "cache-control": "no-store",
    ...(retryAfterSeconds === undefined ? {} : { "retry-after": String(Math.max(1, Math.ceil(retryAfterSeconds))) }),
    ...(etag === undefined ? {} : { etag }),
    ...(status === 401 ? { "www-authenticate": "Bearer" } : {}),
    ...(status === 405 ? { allow: allowed.join(", ") } : {}),
  };
}

/** An error as its document (RFC 9457) and the headers that go with it. */
export function problemOf(error: AppError, { path, requestId }: ProblemPlace): Problem {
  const { issues, allowed, reason, extra } = error.details;
  const status = reason === wrongMethodReason ? 405 : statusOfCode[error.code];
  const document = {
    ...extra,
    type: "about:blank",
    title: STATUS_CODES[status] ?? "Error",
    status,
    detail: error.message,
    instance: path,
    code: reason ?? error.code,
    request_id: requestId,
    ...(issues === undefined ? {} : { errors: issues }),
    ...(allowed === undefined ? {} : { allowed }),
  };
  return { document, headers: headersOf(error, status) };
}

function report(request: FastifyRequest, error: AppError): void {
  if (error.code === "bug") request.log.error({ err: error.cause ?? error }, "An operation failed in a way that nobody foresaw.");
  else if (error.cause !== undefined && error.code === "unavailable") request.log.warn({ err: error }, error.message);
}

export function sendProblem(request: FastifyRequest, reply: FastifyReply, thrown: unknown): FastifyReply {
  const error = toAppError(thrown);
  report(request, error);
  const { document, headers } = problemOf(error, { path: pathOf(request.url), requestId: request.id });
  return reply.code(document.status).headers(headers).send(JSON.stringify(document));
}

/** Says what a failure of the floor means, where it is one; undefined for everything else. */
export type TranslateFailure = (error: unknown) => AppError | undefined;

/** Every error of every route leaves as a problem document. */
export function answerProblems(app: FastifyInstance, translate: TranslateFailure): void {
  app.setErrorHandler((error, request, reply) => sendProblem(request, reply, isAppError(error) ? error : (translate(error) ?? error)));
}
