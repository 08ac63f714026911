import type { CliConfig } from "../config.ts";
import type { Session } from "../session.ts";
import type { Terminal } from "../terminal.ts";

/** What every command gets. */
export interface CommandContext {
  session: Session;
  terminal: Terminal;
  config: CliConfig;
  /** Answer in JSON, for scripts. */
  isJson: boolean;
}

/** Prints an answer: as JSON when asked for, else as the given lines. */
export function answer(context: CommandContext, value: unknown, lines: () => readonly string[]): void {
  if (context.isJson) context.terminal.print(JSON.stringify(value));
  else for (const line of lines()) context.terminal.print(line);
}
