import { isAppError } from "@cofounder/kernel";
import { commandOf } from "./commands/command.ts";
import { createLog } from "./http/edge/log.ts";
import { nodeFiles, type ReadConfig, readConfig } from "./config.ts";
import type { Server } from "./server.ts";
import { openDatabase } from "./wiring/ground/open-database.ts";

/** Exits even where a part hangs; a second signal does not wait at all. */
const graceMs = 10_000;
/** A terminal and npm both deliver one Ctrl-C: what comes so soon is no second signal. */
const sameSignalMs = 200;

async function stopOn(signal: NodeJS.Signals, server: Server): Promise<void> {
  const sameUntil = performance.now() + sameSignalMs;
  process.on(signal, () => performance.now() > sameUntil && process.exit(1));
  setTimeout(() => process.exit(1), graceMs).unref();
  await server.stop();
  process.exit(0);
}

async function main(args: readonly string[]): Promise<void> {
  const read = (): ReadConfig => readConfig(process.env, nodeFiles, args);
  const command = commandOf(args);
  if (command !== undefined) {
    const { runCommand } = await import("./commands/run-command.ts");
    const { lines, exitCode } = await runCommand(command, read);
    return void process.stdout.write(`${lines.join("\n")}\n`, () => process.exit(exitCode));
  }
  const { config, secrets, notes } = read();
  const log = createLog(config.log);
  for (const note of notes) log.info(note);
  // The embedded database opens in a thread of its own while this one reads the rest of the program.
  const [database, { createServer }] = await Promise.all([openDatabase({ config, secrets, log }), import("./server.ts")]);
  const server = await createServer({ config, secrets, log, database });
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => void stopOn(signal, server));
  for (const line of await server.start()) process.stdout.write(`${line}\n`);
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(
    isAppError(error) && error.code !== "bug" ? `${error.message}\n` : `${error instanceof Error ? error.stack : String(error)}\n`,
  );
  process.exit(1);
});
