import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { createInterface } from "node:readline";
import { answer, type CommandContext } from "./commands/command.ts";
import type { ServerProgram } from "./config.ts";
import { CliError, exitCodes } from "./exit.ts";

/** What the server's own program does while no server runs. */
export type OfflineCommand = "doctor" | "audit-verify";

/** Runs the program to its end, with this command's environment; its lines and the code it ended with. */
async function run({ file, folder }: ServerProgram, command: OfflineCommand): Promise<{ lines: string[]; exitCode: number }> {
  const child = spawn(process.execPath, [file, `--command=${command}`], { cwd: folder, stdio: ["ignore", "pipe", "pipe"] });
  const lines: string[] = [];
  for (const stream of [child.stdout, child.stderr]) createInterface({ input: stream }).on("line", (line) => lines.push(line));
  const exitCode = await new Promise<number | null>((resolve, reject) => child.once("error", reject).once("close", resolve));
  return { lines, exitCode: exitCode ?? exitCodes.failed };
}

/** Whether a server at this address could be the one whose folder is here. */
export function isOnThisMachine(server: string): boolean {
  return URL.canParse(server) && ["localhost", "127.0.0.1", "[::1]"].includes(new URL(server).hostname);
}

/** Starts the server's own program for a command that needs no running server, and ends as it ends. */
export async function runOffline(context: CommandContext, command: OfflineCommand): Promise<void> {
  const { serverProgram } = context.config;
  if (!existsSync(serverProgram.file)) {
    throw new CliError(exitCodes.failed, `The server's program is not there (${serverProgram.file}). Run \`npm run build\` in the clone first.`);
  }
  const { lines, exitCode } = await run(serverProgram, command);
  answer(context, { command, exit_code: exitCode, lines }, () => lines);
  if (exitCode !== 0) throw new CliError(exitCode, `The server's program ended with code ${exitCode}.`);
}
