import { CliError, exitCodes } from "../exit.ts";
import { answer, type CommandContext } from "./command.ts";

async function told(context: CommandContext, given: string | undefined, question: { text: string; isHidden: boolean }): Promise<string> {
  if (given !== undefined) return given;
  if (!context.terminal.isInteractive) {
    throw new CliError(exitCodes.usage, "Nobody can be asked here: set COFOUNDER_EMAIL and COFOUNDER_PASSWORD.");
  }
  return context.terminal.ask(question.text, { isHidden: question.isHidden });
}

/** Signs in and keeps the session for this server. */
export async function login(context: CommandContext, options: { email?: string }): Promise<void> {
  const { session, config } = context;
  const email = await told(context, options.email ?? config.email, { text: "E-mail: ", isHidden: false });
  const password = await told(context, config.password, { text: "Password: ", isHidden: true });
  const { accessToken, refreshToken, user } = await session.auth.login({ email, password });
  session.signIn({ accessToken, refreshToken });
  answer(context, { user }, () => [`Signed in at ${session.server} as ${user.username} (${user.role}).`]);
}

export async function logout(context: CommandContext): Promise<void> {
  const { session } = context;
  if (session.isSignedIn()) await session.auth.logout({});
  session.signIn(undefined);
  answer(context, { success: true }, () => [`Signed out at ${session.server}.`]);
}
