import { drizzle } from "drizzle-orm/node-postgres";
import { migrate as applyMigrations } from "drizzle-orm/node-postgres/migrator";
import pg from "pg";
import { takeLock } from "./in-turn.ts";

/** The advisory lock that one replica holds while it migrates; the others wait for it. */
const migrationLock = 7_215_401;

/**
 * Applies the migrations that are not applied yet, forward only. On a shared server one replica does it while the
 * others wait; the embedded database has only one process by its folder lock.
 */
export async function migrate(config: pg.ClientConfig, folder: string, { isShared }: { isShared: boolean }): Promise<void> {
  const client = new pg.Client({ ...config, statement_timeout: 0 });
  await client.connect();
  try {
    if (isShared) await takeLock(client, migrationLock);
    await applyMigrations(drizzle(client), { migrationsFolder: folder });
  } finally {
    await client.end();
  }
}
