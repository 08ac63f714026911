import { describe, expect, it } from "vitest";
import { createRefreshTokens, hashToken, judgeRefresh } from "./refresh-token.ts";

const tokens = createRefreshTokens("a secret for everybody, 32 bytes long");

describe("refresh tokens", () => {
  it("start from 256 random bits", () => {
    expect(tokens.first()).toMatch(/^cfr_[\w-]{43}$/);
    expect(tokens.first()).not.toBe(tokens.first());
  });

  it("have one successor each, which only the secret's holder can name", () => {
    const first = tokens.first();
    const second = tokens.successorOf(first);
    expect(second).toMatch(/^cfr_[\w-]{43}$/);
    expect(tokens.successorOf(first)).toBe(second);
    expect(tokens.successorOf(second)).not.toBe(second);
    expect(createRefreshTokens("some other secret of the right length").successorOf(first)).not.toBe(second);
  });

  it("are known by their SHA-256", () => {
    expect(Buffer.from(hashToken("abc")).toString("hex")).toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  });
});

describe("a presented refresh token", () => {
  const now = new Date("2026-03-01T09:00:00.000Z");
  const ago = (ms: number) => new Date(now.getTime() - ms);
  const later = new Date(now.getTime() + 60_000);

  it("is rotated when it is the newest of its family", () => {
    expect(judgeRefresh({ expiresAt: later, rotatedAt: null }, now)).toBe("rotate");
  });

  it("gets the same successor again within 10 seconds of its rotation", () => {
    expect(judgeRefresh({ expiresAt: later, rotatedAt: ago(0) }, now)).toBe("repeat");
    expect(judgeRefresh({ expiresAt: later, rotatedAt: ago(10_000) }, now)).toBe("repeat");
  });

  it("gives its family away when it comes later than that", () => {
    expect(judgeRefresh({ expiresAt: later, rotatedAt: ago(10_001) }, now)).toBe("reused");
  });

  it("is worth nothing when its time has passed, used or not", () => {
    expect(judgeRefresh({ expiresAt: now, rotatedAt: null }, now)).toBe("over");
    expect(judgeRefresh({ expiresAt: ago(1), rotatedAt: ago(60_000) }, now)).toBe("over");
  });
});
