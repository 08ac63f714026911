import type { authContract, InputOf, Tokens } from "@cofounder/contracts";
import { announce, type Tx } from "@cofounder/database";
import { AppError, type Ctx, uuidv7 } from "@cofounder/kernel";
import type { Account } from "../accounts/account.ts";
import { findByEmail } from "../accounts/accounts.queries.ts";
import type { AuthParts } from "../parts.ts";
import { hasJustLocked, lockedUntil, subjectsOf } from "./lockout.ts";
import { hashToken } from "./refresh-token.ts";
import { clearFailures, countFailure, insertSession, listAttempts } from "./sessions.queries.ts";
import { tokensFor } from "./tokens-for.ts";

type Subjects = ReturnType<typeof subjectsOf>;

function assertUnlocked(until: Date | undefined, now: Date): void {
  if (until === undefined) return;
  const retryAfterSeconds = Math.ceil((until.getTime() - now.getTime()) / 1000);
  const minutes = Math.ceil(retryAfterSeconds / 60);
  throw new AppError("limit", `Too many wrong passwords: try again in ${minutes === 1 ? "a minute" : `${minutes} minutes`}.`, { retryAfterSeconds });
}

async function noteFailure(
  deps: Pick<AuthParts, "transaction" | "clock" | "rules">,
  ctx: Ctx,
  tried: { subjects: Subjects; account: Account | undefined },
): Promise<void> {
  const { subjects, account } = tried;
  const { lockoutMs } = deps.rules;
  const now = deps.clock.now();
  await deps.transaction(async (tx) => {
    const attempts = await countFailure(tx, subjects.all, { at: now, anewSince: new Date(now.getTime() - lockoutMs) });
    if (account === undefined || !hasJustLocked(attempts, subjects.all, now)) return;
    const until = new Date(now.getTime() + lockoutMs).toISOString();
    await announce(tx, ctx, { type: "user.locked", subjectId: account.id, data: { until } });
  });
}

/** Signs in with e-mail and password. An unknown account is answered as a wrong password is, after the same work. */
export async function login(
  deps: Pick<AuthParts, "sql" | "transaction" | "clock" | "passwords" | "accessTokens" | "refreshTokens" | "addressOf" | "rules">,
  ctx: Ctx,
  input: InputOf<typeof authContract.login>,
): Promise<Tokens> {
  const subjects = subjectsOf(input.email, deps.addressOf(ctx), deps.rules);
  const begun = deps.clock.now();
  assertUnlocked(lockedUntil(await listAttempts(deps.sql, subjects.all), subjects.all, begun), begun);

  const found = await findByEmail(deps.sql, input.email);
  const isRight = await deps.passwords.verify(found?.passwordHash, input.password);
  if (found === undefined || !isRight || !found.account.isActive) {
    await noteFailure(deps, ctx, { subjects, account: found?.account });
    throw new AppError("unauthenticated", "The e-mail address or the password is not right.");
  }

  const { account } = found;
  const now = deps.clock.now();
  const session = { id: uuidv7(now), userId: account.id, createdAt: now, expiresAt: new Date(now.getTime() + deps.rules.refreshTokenMs) };
  const refreshToken = deps.refreshTokens.first();
  await deps.transaction(async (tx: Tx) => {
    // A right guess among many at once is refused when the others have locked meanwhile.
    assertUnlocked(lockedUntil(await listAttempts(tx, subjects.all), subjects.all, now), now);
    await clearFailures(tx, subjects.pair);
    await insertSession(tx, session, hashToken(refreshToken));
    await announce(
      tx,
      { ...ctx, actor: { kind: "user", id: account.id } },
      { type: "user.signed_in", subjectId: account.id, data: { session_id: session.id } },
    );
  });
  return tokensFor(deps, account, { id: session.id, refreshToken, now });
}
