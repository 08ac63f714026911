import { describe, expect, it } from "vitest";
import { type Attempts, hasJustLocked, lockedUntil, type Subject, subjectsOf } from "./lockout.ts";

const now = new Date("2026-03-01T09:00:00.000Z");
const lockoutMs = 30 * 60_000;
const rules = { maxLoginAttempts: 5, lockoutMs };
const { pair, all } = subjectsOf("ada@example.org", "192.0.2.1", rules);
const failed = (of: Subject, failures: number, agoMs = 0): Attempts => ({
  subject: of.hash,
  failures,
  lastFailedAt: new Date(now.getTime() - agoMs),
});
const others = all.filter((of) => of !== pair);

describe("bad passwords lock", () => {
  it("the account for the address after the fifth, until 30 minutes after the last", () => {
    expect(lockedUntil([failed(pair, 4)], all, now)).toBeUndefined();
    expect(lockedUntil([failed(pair, 5, 60_000)], all, now)).toEqual(new Date(now.getTime() + 29 * 60_000));
  });

  it("no longer than 30 minutes, after which counting starts anew", () => {
    expect(lockedUntil([failed(pair, 5, lockoutMs - 1)], all, now)).toBeDefined();
    expect(lockedUntil([failed(pair, 5, lockoutMs)], all, now)).toBeUndefined();
  });

  it("after as many, and for as long, as the rules say", () => {
    const strict = subjectsOf("ada@example.org", "192.0.2.1", { maxLoginAttempts: 2, lockoutMs: 60_000 });
    expect(lockedUntil([failed(strict.pair, 1)], strict.all, now)).toBeUndefined();
    expect(lockedUntil([failed(strict.pair, 2, 59_999)], strict.all, now)).toEqual(new Date(now.getTime() + 1));
    expect(lockedUntil([failed(strict.pair, 2, 60_000)], strict.all, now)).toBeUndefined();
    expect([1, 2, 3].map((failures) => hasJustLocked([failed(strict.pair, failures)], strict.all, now))).toEqual([false, true, false]);
  });

  it("an account that is tried from everywhere, and an address that tries everybody, after a hundred", () => {
    for (const wide of others) {
      expect(lockedUntil([failed(wide, 99)], all, now)).toBeUndefined();
      expect(lockedUntil([failed(wide, 100)], all, now)).toBeDefined();
    }
  });

  it("until the latest of several locks ends", () => {
    const [wide] = others;
    if (wide === undefined) throw new Error("there is a wide subject");
    expect(lockedUntil([failed(pair, 5, 20 * 60_000), failed(wide, 100, 60_000)], all, now)).toEqual(new Date(now.getTime() + 29 * 60_000));
  });

  it("nobody by what was counted on somebody else", () => {
    const elsewhere = subjectsOf("ada@example.org", "192.0.2.2", rules).pair;
    const somebody = subjectsOf("bob@example.org", "192.0.2.1", rules).pair;
    expect(lockedUntil([failed(elsewhere, 5), failed(somebody, 5)], all, now)).toBeUndefined();
  });

  it("and are told once, by the very failure that locked", () => {
    expect([4, 5, 6].map((failures) => hasJustLocked([failed(pair, failures)], all, now))).toEqual([false, true, false]);
  });
});

describe("what is counted on", () => {
  it("is the account whatever the case of its address", () => {
    expect(subjectsOf("ADA@Example.org", "192.0.2.1", rules).pair).toEqual(pair);
  });

  it("never holds what was typed", () => {
    expect(JSON.stringify(all.map(({ hash }) => Buffer.from(hash).toString("utf8")))).not.toMatch(/ada|192/);
  });

  it("is in one order for everybody", () => {
    const hashes = all.map(({ hash }) => Buffer.from(hash).toString("hex"));
    expect(hashes).toEqual(hashes.toSorted());
  });
});
