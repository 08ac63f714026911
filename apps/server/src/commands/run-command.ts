import { auditVerify } from "./audit-verify.ts";
import type { Command, CommandAnswer, ReadSettings } from "./command.ts";
import { doctor } from "./doctor.ts";

const commands: Readonly<Record<string, Command>> = { "audit-verify": auditVerify, doctor };

/** Runs a command that needs no running server. */
export async function runCommand(name: string, read: ReadSettings): Promise<CommandAnswer> {
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (command !== undefined) return command(read);
  return { lines: [`There is no command "${name}". There are: ${Object.keys(commands).join(", ")}.`], exitCode: 2 };
}
