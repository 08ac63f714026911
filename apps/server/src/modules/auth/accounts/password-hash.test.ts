import { describe, expect, it } from "vitest";
import { createPasswordHashes } from "./password-hash.ts";

const hashes = createPasswordHashes();

describe("password hashes", () => {
  it("are Argon2id with at least 19 MiB and two passes, salted anew each time", async () => {
    const [first, second] = await Promise.all([hashes.hash("correct horse battery"), hashes.hash("correct horse battery")]);
    expect(first).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(first).not.toBe(second);
  });

  it("know their password and no other", async () => {
    const hash = await hashes.hash("correct horse battery");
    expect(await hashes.verify(hash, "correct horse battery")).toBe(true);
    expect(await hashes.verify(hash, "correct horse batterY")).toBe(false);
  });

  it("take the same text in either Unicode form", async () => {
    const hash = await hashes.hash("cafe\u0301 au lait, twice");
    expect(await hashes.verify(hash, "caf\u00e9 au lait, twice")).toBe(true);
  });

  it("answer no where there is no account, after the same work", async () => {
    const hash = await hashes.hash("correct horse battery");
    await hashes.verify(undefined, "warm up");
    const time = async (of: string | undefined): Promise<number> => {
      const runs: number[] = [];
      for (let run = 0; run < 7; run++) {
        const before = performance.now();
        expect(await hashes.verify(of, "some other password")).toBe(false);
        runs.push(performance.now() - before);
      }
      return Math.min(...runs);
    };
    const [known, unknown] = [await time(hash), await time(undefined)];
    expect(unknown).toBeGreaterThan(known / 3);
    expect(unknown).toBeLessThan(known * 3);
  });
});
