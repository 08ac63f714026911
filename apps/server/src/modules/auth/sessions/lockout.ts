import { createHash } from "node:crypto";
import type { SignInRules } from "../deps.ts";

/** Something that bad passwords are counted on. */
export interface Subject {
  hash: Uint8Array;
  /** Bad passwords within the lockout time that lock it. */
  limit: number;
  lockoutMs: number;
}

export interface Attempts {
  subject: Uint8Array;
  failures: number;
  lastFailedAt: Date;
}

const wideLimit = 100;

function hashOf(...parts: string[]): Uint8Array {
  return createHash("sha256").update(JSON.stringify(parts)).digest();
}

/**
 * What a sign-in counts on. A few bad passwords lock the account for that address only, so that a stranger cannot lock the
 * owner out; the account as a whole and the address as a whole have a wide limit against guesses spread over many of the other.
 */
export function subjectsOf(
  email: string,
  address: string,
  rules: Pick<SignInRules, "maxLoginAttempts" | "lockoutMs">,
): { pair: Subject; all: Subject[] } {
  const account = email.toLowerCase();
  const { lockoutMs, maxLoginAttempts } = rules;
  const pair = { hash: hashOf("pair", account, address), limit: maxLoginAttempts, lockoutMs };
  const wide = [hashOf("account", account), hashOf("address", address)].map((hash) => ({ hash, limit: wideLimit, lockoutMs }));
  const all = [pair, ...wide];
  // One order for everybody, so that concurrent counts never wait for each other in a circle.
  return { pair, all: all.toSorted((a, b) => Buffer.compare(a.hash, b.hash)) };
}

function countsOf(attempts: readonly Attempts[], of: Subject, now: Date): { failures: number; until: Date } {
  const found = attempts.find(({ subject: hash }) => Buffer.compare(hash, of.hash) === 0);
  const until = new Date((found?.lastFailedAt.getTime() ?? 0) + of.lockoutMs);
  return { failures: found === undefined || until <= now ? 0 : found.failures, until };
}

/** When the lock on any of the subjects ends; undefined when none is locked. */
export function lockedUntil(attempts: readonly Attempts[], subjects: readonly Subject[], now: Date): Date | undefined {
  const locks = subjects.map((of) => ({ ...countsOf(attempts, of, now), limit: of.limit })).filter(({ failures, limit }) => failures >= limit);
  return locks.length === 0 ? undefined : new Date(Math.max(...locks.map(({ until }) => until.getTime())));
}

/** Whether the failure that was just counted is the very one that locked something. */
export function hasJustLocked(attempts: readonly Attempts[], subjects: readonly Subject[], now: Date): boolean {
  return subjects.some((of) => countsOf(attempts, of, now).failures === of.limit);
}
