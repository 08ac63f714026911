import { AppError } from "@cofounder/kernel";

const connectionCodes = new Set(["ECONNREFUSED", "ECONNRESET", "EPIPE", "ETIMEDOUT", "ENOTFOUND", "EHOSTUNREACH"]);
const lostConnection =
  /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|Cannot use a pool after calling end|not queryable|connection is closed/i;

function chain(error: unknown): unknown[] {
  const links: unknown[] = [];
  for (let link = error; link !== undefined && link !== null && links.length < 6; link = (link as { cause?: unknown }).cause) links.push(link);
  return links;
}

function codeOf(error: unknown): string | undefined {
  const code = (error as { code?: unknown }).code;
  return typeof code === "string" ? code : undefined;
}

/** The SQLSTATE of a failed statement (through Drizzle's wrapping), or undefined when the failure is of another kind. */
export function sqlState(error: unknown): string | undefined {
  for (const link of chain(error)) {
    const code = codeOf(link);
    if (code !== undefined && /^[0-9A-Z]{5}$/.test(code) && !connectionCodes.has(code)) return code;
  }
  return undefined;
}

/** True when a statement failed because a unique key exists already; with `constraint`, that one. */
export function isDuplicate(error: unknown, constraint?: string): boolean {
  return chain(error).some(
    (link) => codeOf(link) === "23505" && (constraint === undefined || (link as { constraint?: string }).constraint === constraint),
  );
}

/**
 * Translates a failure of the database itself (gone, full, out of connections, shutting down) to `unavailable`, and a
 * statement that took too long to `timeout`. Undefined for everything else: that is a bug or an answer.
 */
export function databaseFailure(error: unknown): AppError | undefined {
  const state = sqlState(error);
  if (state === "57014") return new AppError("timeout", "The database took too long to answer.", { cause: error });
  if (state !== undefined && state.startsWith("53")) {
    const sentence =
      state === "53100" ? "The disk is full: nothing can be written until there is space." : "The database has no room for more work just now.";
    return new AppError("unavailable", sentence, { cause: error, retryAfterSeconds: 5 });
  }
  const isGone =
    (state !== undefined && (state.startsWith("08") || state.startsWith("57P") || state === "25P03" || state === "XX000")) ||
    chain(error).some((link) => connectionCodes.has(codeOf(link) ?? "") || lostConnection.test((link as { message?: string }).message ?? ""));
  return isGone ? new AppError("unavailable", "The database cannot be reached just now.", { cause: error, retryAfterSeconds: 2 }) : undefined;
}
