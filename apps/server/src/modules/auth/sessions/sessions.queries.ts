import type { Sql, Tx } from "@cofounder/database";
import { and, eq, gt, inArray, isNull, lt, lte, sql } from "drizzle-orm";
import { loginAttempts, refreshTokens, sessions, users } from "../tables.ts";
import type { Account } from "../accounts/account.ts";
import type { Attempts, Subject } from "./lockout.ts";

export interface NewSession {
  id: string;
  userId: string;
  createdAt: Date;
  expiresAt: Date;
}

export async function insertSession(tx: Tx, session: NewSession, tokenHash: Uint8Array): Promise<void> {
  await tx.insert(sessions).values(session);
  await tx.insert(refreshTokens).values({ hash: tokenHash, sessionId: session.id, expiresAt: session.expiresAt });
}

/** A refresh token, held so that of several uses at once each sees what the one before it did. */
export async function lockRefreshToken(
  tx: Tx,
  hash: Uint8Array,
): Promise<{ sessionId: string; expiresAt: Date; rotatedAt: Date | null } | undefined> {
  const [token] = await tx.select().from(refreshTokens).where(eq(refreshTokens.hash, hash)).for("update");
  return token;
}

/** The account of a session that is neither revoked nor its person barred. */
export async function findLiveSession(db: Sql, id: string): Promise<Account | undefined> {
  const [found] = await db
    .select({ account: users })
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.userId))
    .where(and(eq(sessions.id, id), isNull(sessions.revokedAt), users.isActive));
  return found?.account;
}

export interface Rotation {
  hash: Uint8Array;
  successorHash: Uint8Array;
  sessionId: string;
  rotatedAt: Date;
  expiresAt: Date;
}

export async function rotateRefreshToken(tx: Tx, rotation: Rotation): Promise<void> {
  const { hash, successorHash, sessionId, rotatedAt, expiresAt } = rotation;
  await tx.update(refreshTokens).set({ rotatedAt }).where(eq(refreshTokens.hash, hash));
  await tx.insert(refreshTokens).values({ hash: successorHash, sessionId, expiresAt });
  await tx.update(sessions).set({ expiresAt }).where(eq(sessions.id, sessionId));
}

/** Ends a session and tells every replica; false when it had ended before. */
export async function revokeSession(tx: Tx, id: string, at: Date): Promise<boolean> {
  const revoked = await tx
    .update(sessions)
    .set({ revokedAt: at })
    .where(and(eq(sessions.id, id), isNull(sessions.revokedAt)))
    .returning({ id: sessions.id });
  if (revoked.length > 0) await tx.execute(sql`select pg_notify('sessions', '')`);
  return revoked.length > 0;
}

export async function listRevoked(db: Sql, since: Date): Promise<{ id: string; revokedAt: Date }[]> {
  const rows = await db.select({ id: sessions.id, revokedAt: sessions.revokedAt }).from(sessions).where(gt(sessions.revokedAt, since));
  return rows.flatMap(({ id, revokedAt }) => (revokedAt === null ? [] : [{ id, revokedAt }]));
}

export function listAttempts(db: Sql, subjects: readonly Subject[]): Promise<Attempts[]> {
  const hashes = subjects.map(({ hash }) => hash);
  return db.select().from(loginAttempts).where(inArray(loginAttempts.subject, hashes));
}

/** Counts a bad password on each subject; one that was counted last before `anewSince` starts at one. */
export function countFailure(tx: Tx, subjects: readonly Subject[], times: { at: Date; anewSince: Date }): Promise<Attempts[]> {
  const { at, anewSince } = times;
  const failures = sql`case when ${loginAttempts.lastFailedAt} <= ${anewSince.toISOString()}::timestamptz then 1 else ${loginAttempts.failures} + 1 end`;
  return tx
    .insert(loginAttempts)
    .values(subjects.map(({ hash }) => ({ subject: hash, failures: 1, lastFailedAt: at })))
    .onConflictDoUpdate({ target: loginAttempts.subject, set: { failures, lastFailedAt: at } })
    .returning();
}

export async function clearFailures(tx: Tx, subject: Subject): Promise<void> {
  await tx.delete(loginAttempts).where(eq(loginAttempts.subject, subject.hash));
}

/** Removes what no question can be about any more: sessions that ended before `sessionsBefore`, tokens over at `now`, counts from before `countsBefore`. */
export async function deleteExpired(
  tx: Tx,
  times: { now: Date; sessionsBefore: Date; countsBefore: Date },
): Promise<{ sessions: number; tokens: number; counts: number }> {
  const tokens = await tx.delete(refreshTokens).where(lte(refreshTokens.expiresAt, times.now));
  const ended = await tx.delete(sessions).where(lt(sessions.expiresAt, times.sessionsBefore));
  const counts = await tx.delete(loginAttempts).where(lt(loginAttempts.lastFailedAt, times.countsBefore));
  return { sessions: ended.rowCount ?? 0, tokens: tokens.rowCount ?? 0, counts: counts.rowCount ?? 0 };
}
