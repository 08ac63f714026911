import { CliError, exitCodes, isUnreachable } from "../exit.ts";
import { isOnThisMachine, runOffline } from "../offline.ts";
import { answer, type CommandContext } from "./command.ts";

const mending: Record<string, string> = {
  database: "The database does not answer well. docs/troubleshooting.md: The database cannot be reached",
  engine: "Tasks are not being run: look at the server's log and restart it. docs/troubleshooting.md: Tasks do not move",
  storage: "Files cannot be written: check the room and the rights of DATA_DIR or BLOB_STORE. docs/troubleshooting.md: The disk is full",
  vector_search: "Search works by words only. For search by meaning run in the database: create extension vector;",
};

/** Undefined where no server answers. */
async function askHealth(server: string): Promise<Response | undefined> {
  try {
    return await fetch(`${server}/api/health`, { headers: { accept: "application/json" } });
  } catch (error) {
    if (isUnreachable(error) && isOnThisMachine(server)) return undefined;
    throw error;
  }
}

/** One list of what is wrong and how to mend it: from a running server's own health, else from what it would start with. */
export async function doctor(context: CommandContext): Promise<void> {
  const { server } = context.session;
  const response = await askHealth(server);
  if (response === undefined) {
    context.terminal.note(`No server answers at ${server}; this is what one would start with here.`);
    return runOffline(context, "doctor");
  }
  const health = (await response.json()) as { status: string; version: string; components: Record<string, string> };
  const wrong = Object.entries(health.components).filter(([, state]) => state !== "healthy" && state !== "available");
  answer(context, { ...health, wrong: wrong.map(([name, state]) => ({ name, state, mend: mending[name] ?? null })) }, () => [
    `${context.session.server} (version ${health.version}) is ${health.status}.`,
    ...Object.entries(health.components).map(([name, state]) => `  ${name}: ${state}`),
    ...wrong.map(([name]) => mending[name] ?? `${name}: look at the server's log.`),
    context.session.isSignedIn() ? "You are signed in." : "You are not signed in: cofounder login",
  ]);
  if (!response.ok) throw new CliError(exitCodes.failed, `The server is ${health.status}.`);
}
