import { prepared, type Sql, type Tx } from "@cofounder/database";
import { and, desc, eq, lt, sql } from "drizzle-orm";
import { settingChanges, settings } from "../tables.ts";
import type { StoredSetting } from "./setting.ts";

/** Held by whoever changes a setting until it commits: each change sees the one before it. */
const settingsLock = 7_215_421;

const all = prepared((db) => db.select().from(settings).prepare("ops_all_settings"));

export function listStored(db: Sql): Promise<StoredSetting[]> {
  return all(db).execute();
}

export async function lockStored(tx: Tx, key: string): Promise<StoredSetting | undefined> {
  await tx.execute(sql`select pg_advisory_xact_lock(${settingsLock})`);
  const [stored] = await tx.select().from(settings).where(eq(settings.key, key));
  return stored;
}

export interface SettingChange {
  id: string;
  key: string;
  at: Date;
  by: string | null;
  before: string;
  after: string;
}

/** Stores a change with its history, and tells every replica. */
export async function saveChange(tx: Tx, change: SettingChange): Promise<StoredSetting> {
  const stored = { value: change.after, updatedAt: change.at, updatedBy: change.by };
  await tx
    .insert(settings)
    .values({ key: change.key, ...stored })
    .onConflictDoUpdate({ target: settings.key, set: stored });
  await tx.insert(settingChanges).values(change);
  await tx.execute(sql`select pg_notify('settings', '')`);
  return { key: change.key, ...stored };
}

/** The changes of a setting, newest first, older than `beforeId` where it is given. */
export function listChanges(db: Sql, of: { key: string; beforeId: string | undefined; limit: number }): Promise<SettingChange[]> {
  return db
    .select()
    .from(settingChanges)
    .where(and(eq(settingChanges.key, of.key), of.beforeId === undefined ? undefined : lt(settingChanges.id, of.beforeId)))
    .orderBy(desc(settingChanges.id))
    .limit(of.limit);
}
