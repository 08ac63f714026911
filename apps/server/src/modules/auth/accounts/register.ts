import type { authContract, InputOf, ResponseOf } from "@cofounder/contracts";
import { announce, isDuplicate, effectOf, once, type Tx } from "@cofounder/database";
import { AppError, type Ctx, invalid, uuidv7 } from "@cofounder/kernel";
import type { AuthParts } from "../parts.ts";
import { type Account, type RegistrationRule, roleOfNewcomer, userOf } from "./account.ts";
import { deleteSetupTokens, hasOwner, insertAccount, lockRegistration } from "./accounts.queries.ts";
import { isGuessable } from "./password.ts";
import { judgeSetupToken } from "./setup-token.ts";

type Register = InputOf<typeof authContract.register>;

function assertPassword(input: Register): void {
  if (input.password_confirm !== input.password) throw invalid(["body", "password_confirm"], "is not the same as the password", "passwords_differ");
  if (isGuessable(input.password, input)) {
    throw invalid(
      ["body", "password"],
      "is too easy to guess: use several words of your own, without names, years and runs like 1234",
      "weak_password",
    );
  }
}

function refusalOf(error: unknown): AppError | undefined {
  if (isDuplicate(error, "users_email")) return new AppError("conflict", "There is an account with this e-mail address already.", { cause: error });
  if (isDuplicate(error, "users_username")) return new AppError("conflict", "This username is taken; choose another one.", { cause: error });
  return undefined;
}

/** Opens an account: the first is the owner's, later ones are viewers' where registration is open. */
export async function register(
  deps: Pick<AuthParts, "transaction" | "clock" | "passwords" | "isDevelopment" | "setupToken" | "isLocalRequest" | "registrationRule">,
  ctx: Ctx,
  input: Register,
): Promise<ResponseOf<typeof authContract.register>> {
  assertPassword(input);
  const [rule, passwordHash] = await Promise.all([deps.registrationRule(), deps.passwords.hash(input.password)]);

  async function open(tx: Tx, by: RegistrationRule): Promise<Account> {
    await lockRegistration(tx);
    const role = roleOfNewcomer({
      hasOwner: await hasOwner(tx),
      rule: by,
      setupToken: await judgeSetupToken(tx, input.setup_token, deps.setupToken),
      isAtHome: deps.isDevelopment && deps.isLocalRequest(ctx),
    });
    const now = deps.clock.now();
    const account: Account = { id: uuidv7(now), email: input.email, username: input.username, role, isActive: true, createdAt: now };
    await insertAccount(tx, account, passwordHash);
    if (role === "owner") await deleteSetupTokens(tx);
    await announce(tx, { ...ctx, actor: { kind: "user", id: account.id } }, { type: "user.registered", subjectId: account.id, data: { role } });
    return account;
  }

  try {
    const user = await deps.transaction((tx) => once(tx, effectOf(ctx, "register"), async () => userOf(await open(tx, rule))));
    const message = user.role === "owner" ? "The account of the owner is open." : "The account is open.";
    return { success: true, message, user };
  } catch (error) {
    throw refusalOf(error) ?? error;
  }
}
