import { type Database, databaseFailure, engineConnections } from "@cofounder/database";
import { AppError, isAppError, uuidv7 } from "@cofounder/kernel";
import { createEmbeddedEmbedder, createSearchIndex, type SearchIndex } from "@cofounder/retrieval";
import type { Logger } from "pino";
import { createEngine, type Engine } from "../../adapters/engine.ts";
import type { TaskJournal } from "../../adapters/engine/journal-port.ts";

/** Anything that failed, as an error of the house: the database's failures by name, the rest as a bug. */
export function asAppError(error: unknown): AppError {
  if (isAppError(error)) return error;
  return databaseFailure(error) ?? new AppError("bug", "Something went wrong inside the server; the log tells more.", { cause: error });
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
