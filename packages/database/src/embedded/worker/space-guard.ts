import type { RunSql } from "./turn.ts";

export interface SpaceGuardOptions {
  /** Bytes that this user may still write on the disk of the database. */
  freeBytes(): number;
  /** Milliseconds of a clock that only goes forward. */
  nowMs(): number;
  onChange(isLow: boolean, freeBytes: number): void;
}

export interface SpaceGuard {
  /** To be called between transactions; a promise when the shared session is being switched. */
  beforeTurn(run: RunSql): Promise<void> | undefined;
  isLow(): boolean;
}

const lookEveryMs = 200;
/** Less than this and a write might fail in PostgreSQL's log, which ends the engine instead of the statement. */
const lowBytes = 16 * 1024 * 1024;
const enoughBytes = 32 * 1024 * 1024;

/**
 * Makes the shared session read-only while the disk is nearly full, so that writing is refused statement by statement and
 * reading goes on; writing comes back by itself when there is space again.
 */
export function createSpaceGuard({ freeBytes, nowMs, onChange }: SpaceGuardOptions): SpaceGuard {
  let isLow = false;
  let lookedAtMs = Number.NEGATIVE_INFINITY;

  async function change(run: RunSql, free: number): Promise<void> {
    await run(`SET default_transaction_read_only = ${isLow ? "off" : "on"}`);
    isLow = !isLow;
    onChange(isLow, free);
  }

  return {
    isLow: () => isLow,
    beforeTurn(run) {
      const now = nowMs();
      if (now - lookedAtMs < lookEveryMs) return undefined;
      lookedAtMs = now;
      const free = freeBytes();
      const hasChanged = isLow ? free > enoughBytes : free < lowBytes;
      return hasChanged ? change(run, free) : undefined;
    },
  };
}
