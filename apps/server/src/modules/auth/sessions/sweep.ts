import type { AuthDeps } from "../deps.ts";
import { deleteExpired } from "./sessions.queries.ts";

/** Removes sessions, refresh tokens and counts of bad passwords whose time has passed; answers how many of each. */
export function sweep(deps: Pick<AuthDeps, "transaction" | "rules">, now: Date): Promise<{ sessions: number; tokens: number; counts: number }> {
  const ago = (ms: number) => new Date(now.getTime() - ms);
  // A revoked session stays known while one of its access tokens might be presented.
  return deps.transaction((tx) =>
    deleteExpired(tx, { now, sessionsBefore: ago(2 * deps.rules.accessTokenMs), countsBefore: ago(deps.rules.lockoutMs) }),
  );
}
