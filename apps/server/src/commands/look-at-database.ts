import { type Database, lastSeq, sqlState } from "@cofounder/database";
import { type AppError, isAppError } from "@cofounder/kernel";
import { extensionState } from "@cofounder/retrieval";
import type { ReadConfig } from "../config.ts";
import type { Finding } from "./finding.ts";
import { openExisting } from "./open-existing.ts";
import type { TroubleId } from "./troubles.ts";

const oldestMajor = 15;
const undefinedTable = "42P01";

const troubleOf: Readonly<Record<string, TroubleId>> = {
  folder_not_writable: "folder_not_writable",
  folder_incompatible: "folder_of_another_version",
  disk_full: "disk_full",
};

/** Why there is no database to look at. One that is not made yet, or is in use by a server, is no fault. */
function notOpened(error: AppError): Finding {
  const { reason } = error.details;
  const part = "database";
  if (error.code === "not_found") return { part, state: "note", says: error.message };
  if (reason === "folder_in_use") return { part, state: "note", says: `${error.message}\nA running server tells how it is: npx cofounder doctor` };
  return { part, state: "wrong", says: error.message, trouble: troubleOf[reason ?? ""] ?? "database_away" };
}

function lookAtVersion({ serverVersion, location }: Database, pingMs: number): Finding {
  const major = Number.parseInt(serverVersion, 10);
  if (major < oldestMajor)
    return { part: "database", state: "wrong", says: `PostgreSQL ${serverVersion} is too old: ${oldestMajor} or newer is needed` };
  return { part: "database", state: "well", says: `${location}, PostgreSQL ${serverVersion}, answers in ${pingMs.toFixed(1)} ms` };
}

async function lookAtTables({ sql }: Database): Promise<Finding> {
  try {
    const count = await lastSeq(sql);
    return { part: "trail", state: "well", says: `${count} events; \`--command=audit-verify\` follows it from its first row` };
  } catch (error) {
    if (sqlState(error) !== undefinedTable) throw error;
    return { part: "tables", state: "note", says: "are not there yet; the first start makes them" };
  }
}

async function lookAtSearch({ sql }: Database): Promise<Finding> {
  const state = await extensionState(sql);
  const part = "search";
  switch (state) {
    case "installed":
      return { part, state: "well", says: "by words and by meaning (pgvector)" };
    case "installable":
      return { part, state: "note", says: "pgvector is there; a start creates the extension where its user may", trouble: "lexical_only" };
    case "absent":
      return { part, state: "note", says: "by words only: this PostgreSQL has no pgvector", trouble: "lexical_only" };
    default:
      return state satisfies never;
  }
}

/** Whether the database answers, is new enough, has its tables, and finds passages by their meaning. */
export async function lookAtDatabase(settings: ReadConfig): Promise<Finding[]> {
  let database: Database;
  try {
    database = await openExisting(settings);
  } catch (error) {
    if (!isAppError(error)) throw error;
    return [notOpened(error)];
  }
  try {
    return [lookAtVersion(database, await database.ping()), await lookAtTables(database), await lookAtSearch(database)];
  } finally {
    await database.close();
  }
}
