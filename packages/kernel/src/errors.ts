/**
 * The codes an operation may fail with. Each door translates them: HTTP to a status, the CLI to an exit code.
 * `malformed`, `too_large` and `unsupported` are `invalid` seen at the edge of a request.
 */
export const errorCodes = [
  "invalid",
  "malformed",
  "too_large",
  "unsupported",
  "unauthenticated",
  "forbidden",
  "not_found",
  "conflict",
  "stale",
  "limit",
  "unavailable",
  "timeout",
  "bug",
] as const;

export type ErrorCode = (typeof errorCodes)[number];

/** One thing wrong with an input, in the older contract's shape: `loc` starts with body, path, query or header. */
export interface InputIssue {
  loc: (string | number)[];
  msg: string;
  type: string;
}

export interface ErrorDetails {
  /** For `invalid`: every field that is wrong. */
  issues?: InputIssue[];
  /** For `conflict` of a state: the moves that are allowed from here. */
  allowed?: string[];
  /** For `limit`, `unavailable` and a running duplicate: seconds to wait. */
  retryAfterSeconds?: number;
  /** For `stale`: the current ETag. */
  etag?: string;
  /** A narrower code for the reader's program, where the contract names one (`no_evidence`). */
  reason?: string;
  /** Further members of the problem document, as the contract of the operation names them. */
  extra?: Record<string, unknown>;
}

/** The one error of the house. The sentence is written for the person who will read it and carries no secret. */
export class AppError extends Error {
  override readonly name = "AppError";
  readonly code: ErrorCode;
  readonly details: ErrorDetails;

  constructor(code: ErrorCode, sentence: string, details: ErrorDetails & { cause?: unknown } = {}) {
    const { cause, ...rest } = details;
    super(sentence, cause === undefined ? undefined : { cause });
    this.code = code;
    this.details = rest;
  }
}

/** An `invalid` error about one field. */
export function invalid(loc: (string | number)[], msg: string, type = "value_error"): AppError {
  return new AppError("invalid", `${loc.slice(1).join(".") || String(loc[0])}: ${msg}`, { issues: [{ loc, msg, type }] });
}

export function isAppError(error: unknown, code?: ErrorCode): error is AppError {
  return error instanceof AppError && (code === undefined || error.code === code);
}
