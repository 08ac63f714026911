import { randomBytes } from "node:crypto";
import { hash, verify } from "@node-rs/argon2";

/** Argon2id with OWASP's first recommendation for it: 19 MiB, two passes, one lane. Argon2id is the library's default. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

export interface PasswordHashes {
  hash(password: string): Promise<string>;
  /** Whether the password belongs to the hash. Without a hash the answer is no and takes as long. */
  verify(passwordHash: string | undefined, password: string): Promise<boolean>;
}

/** The same text typed on different systems has the same bytes. */
function bytesOf(password: string): string {
  return password.normalize("NFKC");
}

export function createPasswordHashes(): PasswordHashes {
  let nobody: Promise<string> | undefined;
  const hashOfNobody = (): Promise<string> => (nobody ??= hash(randomBytes(32), cost));
  return {
    hash: (password) => hash(bytesOf(password), cost),
    async verify(passwordHash, password) {
      const isRight = await verify(passwordHash ?? (await hashOfNobody()), bytesOf(password));
      return isRight && passwordHash !== undefined;
    },
  };
}
