import { Command, CommanderError } from "commander";
import { decide, type DecideOptions, listApprovals, showApproval } from "./commands/approvals.ts";
import type { CommandContext } from "./commands/command.ts";
import { doctor } from "./commands/doctor.ts";
import { login, logout } from "./commands/login.ts";
import { listTasks, moveTask, watchTask, write, type WriteOptions } from "./commands/tasks.ts";
import type { CliConfig } from "./config.ts";
import { endingOf, exitCodes } from "./exit.ts";
import { runOffline } from "./offline.ts";
import { createSession } from "./session.ts";
import type { Terminal } from "./terminal.ts";

const collect = (value: string, known: string[]): string[] => [...known, value];

type Context = () => CommandContext;

function addSessionCommands(program: Command, contextOf: Context): void {
  program
    .command("login")
    .description("sign in")
    .option("--email <address>")
    .action((options: { email?: string }) => login(contextOf(), options));
  program
    .command("logout")
    .description("end this session")
    .action(() => logout(contextOf()));
  program
    .command("doctor")
    .description("what is wrong, and how to mend it")
    .action(() => doctor(contextOf()));
  program
    .command("audit")
    .description("the trail of events")
    .command("verify")
    .description("whether a row of it is missing or was altered, in the database of this clone's server")
    .action(() => runOffline(contextOf(), "audit-verify"));
}

function addTaskCommands(program: Command, contextOf: Context): void {
  program
    .command("write <topic>")
    .description("ask for an article")
    .option("-s, --source <file-or-url>", "what to write from; may be given again", collect, [])
    .option("--audience <text>")
    .option("--keyword <word>", "may be given again", collect, [])
    .option("--style <style>")
    .option("--tone <tone>")
    .option("--length <words>")
    .option("--category <name>")
    .option("--tag <name>", "may be given again", collect, [])
    .option("--publish", "publish once a person has approved; without it the approved post stays a draft")
    .option("--watch", "follow the task")
    .action((topic: string, options: WriteOptions) => write(contextOf(), topic, options));
  program
    .command("tasks")
    .description("list tasks")
    .option("--status <status>")
    .option("--limit <count>")
    .action((options: { status?: string; limit?: string }) => listTasks(contextOf(), options));
  const task = program.command("task").description("one task");
  task
    .command("watch <id>")
    .description("follow it until it rests")
    .action((id: string) => watchTask(contextOf(), id));
  for (const name of ["cancel", "pause", "resume", "retry"] as const) {
    task
      .command(`${name} <id>`)
      .description(`${name} it`)
      .action((id: string) => moveTask(contextOf(), id, `${name}Task`));
  }
}

function addApprovalCommands(program: Command, contextOf: Context): void {
  program
    .command("approvals")
    .description("what waits for a decision")
    .option("--all", "decided ones too")
    .action((options: { all?: boolean }) => listApprovals(contextOf(), options));
  program
    .command("approval <id>")
    .description("read what is asked")
    .action((id: string) => showApproval(contextOf(), id));
  const decisions = { approve: "approve it", reject: "reject it", changes: "send it back" } as const;
  for (const decision of ["approve", "reject", "changes"] as const) {
    const command = program.command(`${decision} <id>`).description(decisions[decision]).option("--note <text>");
    if (decision === "approve") command.option("--sign-for <reason>", "sign for every blocking problem that is left, with this reason");
    command.action((id: string, options: DecideOptions) => decide(contextOf(), id, { ...options, decision }));
  }
}

/** All commands, joined to what they do. */
function createProgram(contextOf: Context): Command {
  const program = new Command("cofounder")
    .description("Talks to a Cofounder server from the terminal.")
    .option("--server <url>", "the server's address (COFOUNDER_URL)")
    .option("--json", "answer in JSON")
    .exitOverride();
  addSessionCommands(program, contextOf);
  addTaskCommands(program, contextOf);
  addApprovalCommands(program, contextOf);
  return program;
}

/** Runs one command line; returns the exit code. */
export async function runCli(args: readonly string[], config: CliConfig, terminal: Terminal): Promise<number> {
  let server = config.server;
  const program = createProgram(() => {
    const options = program.opts<{ server?: string; json?: boolean }>();
    server = options.server?.replace(/\/+$/, "") ?? config.server;
    const session = createSession({ server, credentialsFile: config.credentialsFile });
    return { session, terminal, config, isJson: options.json === true };
  });
  try {
    await program.parseAsync([...args], { from: "user" });
    return exitCodes.done;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.done : exitCodes.usage;
    const { exitCode, sentence } = endingOf(error, server);
    terminal.note(sentence);
    return exitCode;
  }
}
