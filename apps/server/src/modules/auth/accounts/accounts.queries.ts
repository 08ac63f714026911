import { prepared, type Sql, type Tx } from "@cofounder/database";
import { isUuid } from "@cofounder/kernel";
import { desc, eq, inArray, notInArray, sql } from "drizzle-orm";
import { credentials, setupTokens, users } from "../tables.ts";
import type { Account } from "./account.ts";

/** Held by a registration until it commits, so that of several first ones each sees what the one before it made. */
const registrationLock = 7_215_411;

const byId = prepared((db) =>
  db
    .select()
    .from(users)
    .where(eq(users.id, sql.placeholder("id")))
    .prepare("auth_account_by_id"),
);

const byEmail = prepared((db) =>
  db
    .select({ account: users, passwordHash: credentials.passwordHash })
    .from(users)
    .innerJoin(credentials, eq(credentials.userId, users.id))
    .where(eq(sql`lower(${users.email})`, sql.placeholder("email")))
    .prepare("auth_account_by_email"),
);

const anyOwner = prepared((db) => db.select({ id: users.id }).from(users).where(eq(users.role, "owner")).limit(1).prepare("auth_any_owner"));

export async function findAccount(db: Sql, id: string): Promise<Account | undefined> {
  const [account] = await byId(db).execute({ id });
  return account;
}

export async function findByEmail(db: Sql, email: string): Promise<{ account: Account; passwordHash: string } | undefined> {
  const [found] = await byEmail(db).execute({ email: email.toLowerCase() });
  return found;
}

export async function hasOwner(db: Sql): Promise<boolean> {
  return (await anyOwner(db).execute()).length > 0;
}

/** The usernames of those of the ids that are people's. */
export async function listNames(db: Sql, ids: string[]): Promise<Map<string, string>> {
  const people = ids.filter((id) => isUuid(id));
  if (people.length === 0) return new Map();
  const rows = await db.select({ id: users.id, username: users.username }).from(users).where(inArray(users.id, people));
  return new Map(rows.map(({ id, username }) => [id, username]));
}

export async function lockRegistration(tx: Tx): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(${registrationLock})`);
}

export async function insertAccount(tx: Tx, account: Account, passwordHash: string): Promise<void> {
  await tx.insert(users).values(account);
  await tx.insert(credentials).values({ userId: account.id, passwordHash, updatedAt: account.createdAt });
}

export async function listSetupTokens(db: Sql): Promise<Uint8Array[]> {
  const rows = await db.select({ hash: setupTokens.hash }).from(setupTokens);
  return rows.map(({ hash }) => hash);
}

/** Adds a setup token and forgets all but the newest `keep`: several replicas may each have printed one. */
export async function insertSetupToken(tx: Tx, token: { hash: Uint8Array; createdAt: Date }, keep: number): Promise<void> {
  await tx.insert(setupTokens).values(token);
  const newest = tx.select({ hash: setupTokens.hash }).from(setupTokens).orderBy(desc(setupTokens.createdAt)).limit(keep);
  await tx.delete(setupTokens).where(notInArray(setupTokens.hash, newest));
}

export async function deleteSetupTokens(tx: Tx): Promise<void> {
  await tx.delete(setupTokens);
}
