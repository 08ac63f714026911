import { ProblemError } from "@cofounder/contracts";

/** How the command ended, for scripts. */
export const exitCodes = { done: 0, failed: 1, usage: 2, notSignedIn: 3, refused: 4, unreachable: 5 } as const;

/** A command that ends with a sentence and a code. */
export class CliError extends Error {
  override readonly name = "CliError";
  readonly exitCode: number;

  constructor(exitCode: number, sentence: string) {
    super(sentence);
    this.exitCode = exitCode;
  }
}

/** Whether no server answered at all. */
export function isUnreachable(error: unknown): boolean {
  return error instanceof TypeError && error.message === "fetch failed";
}

/** Anything that was thrown, as the code and the sentence that a person gets. */
export function endingOf(error: unknown, server: string): { exitCode: number; sentence: string } {
  if (error instanceof CliError) return { exitCode: error.exitCode, sentence: error.message };
  if (error instanceof ProblemError) {
    const fields = error.problem?.errors?.map(({ loc, msg }) => `\n  ${loc.join(".")}: ${msg}`).join("") ?? "";
    const exitCode =
      error.status === 401 ? exitCodes.notSignedIn : error.status === 403 || error.status === 409 ? exitCodes.refused : exitCodes.failed;
    const hint = error.status === 401 ? " Run `cofounder login`." : "";
    return { exitCode, sentence: `${error.message}${hint}${fields}` };
  }
  if (isUnreachable(error))
    return {
      exitCode: exitCodes.unreachable,
      sentence: `No server answers at ${server}. Start it with \`npm start\`, or name another with --server.`,
    };
  return { exitCode: exitCodes.failed, sentence: error instanceof Error ? error.message : String(error) };
}
