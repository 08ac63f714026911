/** The path of a request's address, without its query: that may hold tokens. */
export function pathOf(url: string): string {
  const end = url.search(/[?#]/);
  return end === -1 ? url : url.slice(0, end);
}

/** Addresses that belong to the server itself; everything else is the public site's. */
export function isServerPath(path: string): boolean {
  return /^\/(?:api|v1|hub|docs|redoc|metrics|openapi\.json)(?:\/|$)/.test(path);
}
