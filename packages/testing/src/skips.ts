import { appendFileSync } from "node:fs";
import { it } from "vitest";

/** Notes that something could not run on this machine and why, for the list at the end of `npm test`; registers it as skipped. */
export function skip(what: string, why: string): void {
  const file = process.env["COFOUNDER_SKIPS"];
  if (file !== undefined) appendFileSync(file, `${JSON.stringify({ what, why })}\n`);
  it.skip(`${what} (${why})`, () => undefined);
}
