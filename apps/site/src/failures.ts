/** What a reader can be told: the page is not there, come back later, or it is our fault. */
export type FailureStatus = 404 | 500 | 503;

const missing = new Set(["not_found", "invalid", "malformed"]);
const busy = new Set(["unavailable", "timeout", "limit"]);

class PageNotFound extends Error {
  override readonly name = "PageNotFound";
  readonly code = "not_found";
}

/** Thrown where an address leads to nothing. */
export function notFound(): Error {
  return new PageNotFound("There is nothing at this address.");
}

/**
 * The status that a failure of the client means for a reader. In process it carries the house's error code, over HTTP the
 * status of the answer; an address that the operation refuses as invalid is an address of nothing.
 */
export function statusOf(error: unknown): FailureStatus {
  if (typeof error !== "object" || error === null) return 500;
  if ("code" in error && typeof error.code === "string") {
    if (missing.has(error.code)) return 404;
    return busy.has(error.code) ? 503 : 500;
  }
  if ("status" in error && typeof error.status === "number") {
    if ([400, 404, 422].includes(error.status)) return 404;
    return [429, 503, 504].includes(error.status) ? 503 : 500;
  }
  return 500;
}
