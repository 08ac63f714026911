import { auditVerify } from "./audit-verify.ts";
import type { Command, CommandAnswer, ReadSettings } from "./command.ts";
import { doctor } from "./doctor.ts";

const commands: Readonly<Record<string, Command>> = { "audit-verify": auditVerify, doctor };

/** The command that the arguments name, as `--command=name` or `--command name`; undefined where the server is to start. */
export function commandOf(args: readonly string[]): string | undefined {
  const index = args.findIndex((arg) => arg === "--command" || arg.startsWith("--command="));
  const given = args[index];
  if (given === undefined) return undefined;
  return given.includes("=") ? given.slice(given.indexOf("=") + 1) : (args[index + 1] ?? "");
}

/** Runs a command that needs no running server. */
export async function runCommand(name: string, read: ReadSettings): Promise<CommandAnswer> {
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (command !== undefined) return command(read);
  return { lines: [`There is no command "${name}". There are: ${Object.keys(commands).join(", ")}.`], exitCode: 2 };
}
