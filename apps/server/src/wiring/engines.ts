import { join } from "node:path";
import { createDatabase, type Database, databaseFailure, engineConnections, sqlState } from "@cofounder/database";
import { AppError, isAppError, uuidv7 } from "@cofounder/kernel";
import { createEmbeddedEmbedder, createSearchIndex, type SearchIndex } from "@cofounder/retrieval";
import type { Logger } from "pino";
import { createEngine, type Engine } from "../adapters/engine.ts";
import type { TaskJournal } from "../adapters/engine/journal-port.ts";
import type { Config, Secrets } from "../config.ts";

/** Anything that failed, as an error of the house: the database's failures by name, the rest as a bug. */
export function asAppError(error: unknown): AppError {
  if (isAppError(error)) return error;
  return databaseFailure(error) ?? new AppError("bug", "Something went wrong inside the server; the log tells more.", { cause: error });
}

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
  /** A ready data folder for a first start. */
  template?: string;
}

/** Opens the database that the configuration names. Throws `unavailable` with a sentence for whoever starts the server. */
export async function openDatabase({ config, secrets, log, template }: OpenDatabaseOptions): Promise<Database> {
  try {
    return await createDatabase({
      url: secrets.databaseUrl.reveal(),
      dataDir: embeddedFolder(config),
      pool: config.database.pool,
      log: ({ level, message, detail }) => log[level]({ part: "database", ...(detail instanceof Error ? { err: detail } : {}) }, message),
      ...(template === undefined ? {} : { template }),
    });
  } catch (error) {
    throw whyNotOpened(error);
  }
}

/** One process has the embedded database to itself, so it takes its own tasks back at once; replicas each have a name. */
export function replicaName(database: Pick<Database, "kind">): string {
  return database.kind === "embedded" ? "embedded" : uuidv7();
}

/** The advisory lock under which one replica at a time prepares the engine's tables. */
const engineLock = 7_215_403;

export function openEngine(options: { database: Database; journal: TaskJournal; replica: string; log: Logger }): Engine {
  const { database, log } = options;
  return createEngine({
    replica: options.replica,
    pool: database.enginePool(engineConnections),
    journal: options.journal,
    inTurn: (work) => database.inTurn(engineLock, work),
    asAppError(error) {
      const failure = asAppError(error);
      if (failure.code === "bug") log.error({ err: error }, "A task failed by a fault of the server.");
      return failure;
    },
    log: ({ level, message, detail }) => log[level]({ part: "engine", ...(detail instanceof Error ? { err: detail } : {}) }, message),
  });
}

export function openSearchIndex(database: Database, log: Logger): SearchIndex {
  return createSearchIndex({
    database,
    embedder: createEmbeddedEmbedder(),
    log: ({ level, message, detail }) => log[level]({ part: "search", ...(detail instanceof Error ? { err: detail } : {}) }, message),
  });
}
