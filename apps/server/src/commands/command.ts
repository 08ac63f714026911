import type { ReadConfig } from "../config.ts";

/** What a command says, and how it ended: 0 done, 1 failed, 2 wrong usage. */
export interface CommandAnswer {
  lines: string[];
  exitCode: 0 | 1 | 2;
}

/** Reads the configuration when a command wants it; throws what is wrong with it. */
export type ReadSettings = () => ReadConfig;

/** Something that the server's own program does while no server runs. */
export type Command = (read: ReadSettings) => Promise<CommandAnswer>;

/** The command that the arguments name, as `--command=name` or `--command name`; undefined where the server is to start. */
export function commandOf(args: readonly string[]): string | undefined {
  const index = args.findIndex((arg) => arg === "--command" || arg.startsWith("--command="));
  const given = args[index];
  if (given === undefined) return undefined;
  return given.includes("=") ? given.slice(given.indexOf("=") + 1) : (args[index + 1] ?? "");
}
