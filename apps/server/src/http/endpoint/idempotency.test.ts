import { AppError } from "@cofounder/kernel";
import { describe, expect, it } from "vitest";
import { type Begun, doOnce, fingerprint, type IdempotencyStore, readIdempotencyKey } from "./idempotency.ts";

function storeThat(begun: Begun): IdempotencyStore & { calls: string[] } {
  const calls: string[] = [];
  return {
    calls,
    begin: async () => begun,
    finish: async (key, { status, text }) => void calls.push(`finish ${key} ${status} ${text}`),
    release: async (key) => void calls.push(`release ${key}`),
  };
}

const since = new Date(1000);
const asked = (store: IdempotencyStore) => ({ store, key: "me:createPost:k", bodyHash: "h", lockMs: 1000 });

describe("a repeatable request", () => {
  it("is done once under a name for its effect, and its answer kept", async () => {
    const store = storeThat({ kind: "new", since });
    let named = "";
    const outcome = await doOnce(asked(store), async (effectKey) => {
      named = effectKey;
      return { status: 201, text: "{}" };
    });
    expect(outcome).toEqual({ status: 201, text: "{}", isReplay: false });
    expect(named).toBe("idem:me:createPost:k@1000");
    expect(store.calls).toEqual(["finish me:createPost:k 201 {}"]);
  });

  it("gets the kept answer the second time", async () => {
    const store = storeThat({ kind: "done", answer: { status: 201, text: "{}" } });
    await expect(doOnce(asked(store), () => Promise.reject(new Error("done twice")))).resolves.toEqual({ status: 201, text: "{}", isReplay: true });
  });

  it("is refused with another body, and told to wait while the first still runs", async () => {
    const work = () => Promise.reject(new Error("done twice"));
    await expect(doOnce(asked(storeThat({ kind: "other_body" })), work)).rejects.toMatchObject({
      code: "invalid",
      details: { issues: [{ loc: ["header", "Idempotency-Key"] }] },
    });
    await expect(doOnce(asked(storeThat({ kind: "running", retryAfterSeconds: 4 })), work)).rejects.toMatchObject({
      code: "conflict",
      details: { retryAfterSeconds: 4 },
    });
  });

  it("that failed gives its key back, and the failure is what the caller hears", async () => {
    const store = storeThat({ kind: "new", since });
    await expect(doOnce(asked(store), () => Promise.reject(new AppError("conflict", "No.")))).rejects.toThrow("No.");
    expect(store.calls).toEqual(["release me:createPost:k"]);
    const broken: IdempotencyStore = { ...storeThat({ kind: "new", since }), release: () => Promise.reject(new Error("gone")) };
    await expect(doOnce(asked(broken), () => Promise.reject(new AppError("conflict", "No.")))).rejects.toThrow("No.");
  });
});

describe("an Idempotency-Key", () => {
  it("is any visible ASCII text of up to 200 characters", () => {
    expect(readIdempotencyKey(undefined)).toBeUndefined();
    expect(readIdempotencyKey("a-1:b")).toBe("a-1:b");
    for (const bad of ["", " ", "ä", "a b", "x".repeat(201), ["a", "b"]]) expect(() => readIdempotencyKey(bad)).toThrow("Idempotency-Key");
  });

  it("goes with a fingerprint of the whole input, the file's bytes too", () => {
    const file = (text: string) => ({ file: { name: "a.txt", mediaType: "text/plain", bytes: Buffer.from(text) } });
    const prints = [{ a: 1 }, { a: 2 }, { a: 1, ...file("x") }, { a: 1, ...file("y") }].map((input) => fingerprint("s", input));
    expect(new Set(prints).size).toBe(4);
    expect(fingerprint("s", { a: 1 })).toBe(prints[0]);
    expect(fingerprint("other", { a: 1 })).not.toBe(prints[0]);
  });
});
