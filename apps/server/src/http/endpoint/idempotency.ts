import { createHmac } from "node:crypto";
import { AppError } from "@cofounder/kernel";
import { invalidInput } from "./input.ts";

export interface KeptAnswer {
  status: number;
  /** The body as it was sent. */
  text: string;
}

export type Begun =
  /** Nobody has done it; `since` tells this use of the key from one of an earlier day. */
  { kind: "new"; since: Date } | { kind: "done"; answer: KeptAnswer } | { kind: "other_body" } | { kind: "running"; retryAfterSeconds: number };

/** Where answers are kept for requests that may be repeated. */
export interface IdempotencyStore {
  /** Takes the key for at most `lockMs`, unless it was used before. */
  begin(key: string, request: { bodyHash: string; lockMs: number }): Promise<Begun>;
  finish(key: string, answer: KeptAnswer): Promise<void>;
  /** Gives the key back: nothing was done under it. */
  release(key: string): Promise<void>;
}

const keyShape = /^[\x21-\x7e]{1,200}$/;

/** The caller's key, checked. */
export function readIdempotencyKey(header: string | string[] | undefined): string | undefined {
  if (header === undefined) return undefined;
  if (typeof header === "string" && keyShape.test(header)) return header;
  throw invalidInput([{ loc: ["header", "Idempotency-Key"], msg: "needs 1 to 200 visible ASCII characters", type: "value_error" }]);
}

/** A fingerprint of what was sent. Keyed, because bodies may hold passwords and the fingerprint is stored. */
export function fingerprint(secret: string, input: Record<string, unknown>): string {
  const hash = createHmac("sha256", secret);
  const { file, ...rest } = input as { file?: { name: string; bytes: Uint8Array } };
  hash.update(JSON.stringify(rest));
  if (file !== undefined) hash.update(file.name).update(file.bytes);
  return hash.digest("base64url");
}

export interface RepeatableRequest {
  store: IdempotencyStore;
  /** `<account>:<route>:<the caller's key>`. */
  key: string;
  bodyHash: string;
  lockMs: number;
}

export interface Outcome extends KeptAnswer {
  isReplay: boolean;
}

/**
 * Does `work` once for the key. `work` gets a name for its effect, under which the operation's own write commits; so a
 * crash after the write and before the answer is kept does not repeat it. A failure gives the key back.
 */
export async function doOnce(request: RepeatableRequest, work: (effectKey: string) => Promise<KeptAnswer>): Promise<Outcome> {
  const { store, key, bodyHash, lockMs } = request;
  const begun = await store.begin(key, { bodyHash, lockMs });
  switch (begun.kind) {
    case "done":
      return { ...begun.answer, isReplay: true };
    case "other_body":
      throw invalidInput([{ loc: ["header", "Idempotency-Key"], msg: "was used before with another body", type: "value_error" }]);
    case "running":
      throw new AppError("conflict", "The first request with this Idempotency-Key is still running.", { retryAfterSeconds: begun.retryAfterSeconds });
    case "new":
      break;
  }
  let answer: KeptAnswer;
  try {
    answer = await work(`idem:${key}@${begun.since.getTime()}`);
  } catch (error) {
    // Where it cannot be given back the lock runs out by itself; the caller should hear of the first failure.
    await Promise.allSettled([store.release(key)]);
    throw error;
  }
  await store.finish(key, answer);
  return { ...answer, isReplay: false };
}
