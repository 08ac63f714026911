import { randomBytes, scryptSync } from "node:crypto";
import { join } from "node:path";
import { AppError, type EnvProblem } from "@cofounder/kernel";
import type { Environment } from "./environment.ts";
import type { ConfigFiles } from "./files.ts";
import { createSecret, type Secret } from "./secret.ts";

/** The three keys that every installation has. */
export interface Keys {
  jwt: Secret;
  adminJwt: Secret;
  databaseEncryptionKey: Secret;
}

const variableOf = { jwt: "JWT_SECRET", adminJwt: "ADMIN_JWT_SECRET", databaseEncryptionKey: "DATABASE_ENCRYPTION_KEY" } as const;
const keyNames = Object.keys(variableOf) as (keyof Keys)[];

const shortestBytes = 32;
const fewestCharacters = 10;
/** What stands in examples, tutorials and defaults. */
const wellKnown = /change|secret|password|example|placeholder|default|your[-_]|insecure|dev[-_]?key|test[-_]?key|0123456789|abcdefgh/i;

type Weakness = "missing" | "short" | "well_known" | "equal";

const advice: Record<Weakness, string> = {
  missing: `must be set to at least ${shortestBytes} random bytes, for instance from \`openssl rand -base64 48\``,
  short: `needs at least ${shortestBytes} bytes, for instance from \`openssl rand -base64 48\``,
  well_known: "is a well-known or guessable text; take random bytes, for instance from `openssl rand -base64 48`",
  equal: "must differ from the other secrets",
};

function weaknessOf(name: keyof Keys, given: Record<keyof Keys, string>): Weakness | undefined {
  const value = given[name];
  if (value === "") return "missing";
  if (Buffer.byteLength(value) < shortestBytes) return "short";
  if (wellKnown.test(value) || new Set(value).size < fewestCharacters) return "well_known";
  return keyNames.some((other) => other !== name && given[other] === value) ? "equal" : undefined;
}

interface KeptSecrets extends Record<keyof Keys, string> {
  salt: string;
}

const isKept = (value: unknown): value is KeptSecrets =>
  typeof value === "object" && value !== null && [...keyNames, "salt"].every((name) => typeof (value as Record<string, unknown>)[name] === "string");

/** The secrets that this data folder has made for itself; made once, readable by its owner only. */
function keptSecrets(dataDir: string, files: ConfigFiles): KeptSecrets {
  const path = join(dataDir, "secrets.json");
  const fresh = Object.fromEntries([...keyNames, "salt"].map((name) => [name, randomBytes(48).toString("base64url")]));
  if (files.readPrivate(path) === undefined) files.createPrivate(path, `${JSON.stringify(fresh, null, 2)}\n`);
  let kept: unknown;
  try {
    kept = JSON.parse(files.readPrivate(path) ?? "");
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  if (!isKept(kept)) throw new AppError("invalid", `${path} is damaged. Restore it, or remove it: everybody must then sign in again.`);
  return kept;
}

export interface KeyRequest {
  environment: Environment;
  dataDir: string;
  given: Record<keyof Keys, string>;
}

export interface KeyAnswer {
  keys: Keys;
  problems: EnvProblem[];
  notes: string[];
}

/**
 * Staging and production take good secrets or none. Development makes its own, and stretches a weak given one with its
 * own salt (scrypt, RFC 7914), so that a token signed with the literal text is refused.
 */
export function settleKeys({ environment, dataDir, given }: KeyRequest, files: ConfigFiles): KeyAnswer {
  const weak = keyNames.flatMap((name) => {
    const weakness = weaknessOf(name, given);
    return weakness === undefined ? [] : [{ name, weakness }];
  });
  if (environment !== "development" || weak.length === 0) {
    const problems = weak.map(({ name, weakness }) => ({ name: variableOf[name], message: advice[weakness] }));
    return { keys: secretsOf(given), problems, notes: [] };
  }
  const kept = keptSecrets(dataDir, files);
  const settled = { ...given };
  const notes: string[] = [];
  for (const { name, weakness } of weak) {
    if (weakness === "missing") {
      settled[name] = kept[name];
      continue;
    }
    settled[name] = scryptSync(given[name], `${name}:${kept.salt}`, 48).toString("base64url");
    notes.push(`${variableOf[name]} ${advice[weakness]}. It is stretched for this folder; production would refuse it.`);
  }
  return { keys: secretsOf(settled), problems: [], notes };
}

function secretsOf(texts: Record<keyof Keys, string>): Keys {
  return { jwt: createSecret(texts.jwt), adminJwt: createSecret(texts.adminJwt), databaseEncryptionKey: createSecret(texts.databaseEncryptionKey) };
}
