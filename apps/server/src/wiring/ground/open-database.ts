import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createDatabase, type Database, databaseFailure, sqlState } from "@cofounder/database";
import { AppError, isAppError } from "@cofounder/kernel";
import type { Logger } from "pino";
import type { Config, Secrets } from "../../config.ts";

/** Where the embedded database is when DATABASE_URL names no place. */
export function embeddedFolder({ dataDir }: Pick<Config, "dataDir">): string {
  return join(dataDir, "database");
}

/** Why a database server lets nobody in, so that whoever starts the server can mend it. */
function whyNotOpened(error: unknown): unknown {
  if (isAppError(error)) return error;
  const state = sqlState(error) ?? "";
  const said = (sentence: string): AppError => new AppError("unavailable", `DATABASE_URL: ${sentence}`, { cause: error });
  if (state.startsWith("28")) return said("PostgreSQL refuses this user or this password.");
  if (state === "3D000") return said("there is no database of that name on that server. Create it with createdb, or name another one.");
  if (databaseFailure(error) === undefined) return error;
  return said("no PostgreSQL lets us in there. Start it, or leave DATABASE_URL empty for the embedded database.");
}

export interface OpenDatabaseOptions {
  config: Pick<Config, "dataDir" | "database">;
  secrets: Pick<Secrets, "databaseUrl">;
  log: Logger;
}

/** A ready data folder for a first start; the build makes it. */
const templateFile = fileURLToPath(new URL("../../../dist/template.tar.gz", import.meta.url));

/** Opens the database that the configuration names. Throws `unavailable` with a sentence for whoever starts the server. */
export async function openDatabase({ config, secrets, log }: OpenDatabaseOptions): Promise<Database> {
  try {
    return await createDatabase({
      url: secrets.databaseUrl.reveal(),
      dataDir: embeddedFolder(config),
      pool: config.database.pool,
      log: ({ level, message, detail }) => log[level]({ part: "database", ...(detail instanceof Error ? { err: detail } : {}) }, message),
      ...(existsSync(templateFile) ? { template: templateFile } : {}),
    });
  } catch (error) {
    throw whyNotOpened(error);
  }
}
