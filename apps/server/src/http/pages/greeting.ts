/** How much a caller wants a media type, from 0 to 1; wildcards do not count. */
function weightOf(accept: string, type: string): number {
  for (const part of accept.toLowerCase().split(",")) {
    const [name = "", ...parameters] = part.split(";").map((piece) => piece.trim());
    if (name !== type) continue;
    const quality = Number(parameters.find((parameter) => parameter.startsWith("q="))?.slice(2) ?? "1");
    return Number.isNaN(quality) ? 0 : quality;
  }
  return 0;
}

/** Whether a caller asks for JSON rather than for a page. */
export function prefersJson(accept: string | undefined): boolean {
  return accept !== undefined && weightOf(accept, "application/json") > weightOf(accept, "text/html");
}

/** What the server says of itself to a program that asks at its root. */
export function greeting(version: string): { message: string; version: string; database_enabled: true } {
  return { message: "Cofounder is running. The API is described at /docs.", version, database_enabled: true };
}
