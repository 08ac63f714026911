import { existsSync } from "node:fs";
import { type Database, readLocation } from "@cofounder/database";
import { AppError } from "@cofounder/kernel";
import type { Config, Secrets } from "../config.ts";
import { createLog } from "../http/edge/log.ts";
import { embeddedFolder, openDatabase } from "../wiring/ground/open-database.ts";

export interface DatabasePlace {
  config: Pick<Config, "dataDir" | "database" | "log">;
  secrets: Pick<Secrets, "databaseUrl">;
}

/**
 * Opens a database that is there already, the embedded one under its folder lock. Throws `not_found` instead of making a
 * new one, so that a command looking at the wrong place says so.
 */
export async function openExisting({ config, secrets }: DatabasePlace): Promise<Database> {
  const location = readLocation(secrets.databaseUrl.reveal(), embeddedFolder(config));
  if (location.kind === "embedded" && !existsSync(location.dataDir)) {
    throw new AppError("not_found", `There is no database in ${location.dataDir} yet: the first start of the server makes it.`);
  }
  return openDatabase({ config, secrets, log: createLog({ ...config.log, level: "error" }) });
}
