import type { authContract, ResponseOf } from "@cofounder/contracts";
import { announce } from "@cofounder/database";
import { AppError, type Ctx } from "@cofounder/kernel";
import type { AuthParts } from "../parts.ts";
import { revokeSession } from "./sessions.queries.ts";

/** Ends the session that the request was made with; its tokens stop working at once, on every replica. */
export async function logout(
  deps: Pick<AuthParts, "transaction" | "clock" | "sessionOf" | "revocations">,
  ctx: Ctx,
  _input: object,
): Promise<ResponseOf<typeof authContract.logout>> {
  const sessionId = deps.sessionOf(ctx);
  const { actor } = ctx;
  if (actor.kind !== "user" || sessionId === undefined) throw new AppError("unauthenticated", "Sign in to do this.");
  await deps.transaction(async (tx) => {
    if (!(await revokeSession(tx, sessionId, deps.clock.now()))) return;
    await announce(tx, ctx, { type: "user.signed_out", subjectId: actor.id, data: { session_id: sessionId } });
    await announce(tx, ctx, { type: "session.revoked", subjectId: sessionId, data: { reason: "signed_out" } });
  });
  deps.revocations.add(sessionId);
  return { success: true, message: "You are signed out." };
}
