import { type Database, sqlState } from "@cofounder/database";
import { createExtension, createVectorTable, extensionState, queueMissing } from "./vectors.queries.ts";
import type { Embedder } from "./embedder.ts";

/** Whether the database can compare vectors; if not, search is lexical and `command` mends it. */
export type VectorSearch = { status: "available" } | { status: "lexical_only"; reason: string; command: string };

const insufficientPrivilege = "42501";

async function install(database: Pick<Database, "sql" | "transaction">): Promise<VectorSearch> {
  const state = await extensionState(database.sql);
  if (state === "absent") {
    return {
      status: "lexical_only",
      reason: "The database server has no pgvector.",
      command:
        "Install pgvector on the database server (Debian: apt install postgresql-NN-pgvector, NN being its version); it is found within five minutes.",
    };
  }
  if (state === "installable") {
    try {
      await database.transaction(createExtension);
    } catch (error) {
      if (sqlState(error) !== insufficientPrivilege) throw error;
      return {
        status: "lexical_only",
        reason: "The database account may not create the extension pgvector.",
        command: 'As a superuser of this database run: psql -c "CREATE EXTENSION vector"',
      };
    }
  }
  return { status: "available" };
}

/**
 * Makes the database ready for vectors where it can be: extension, side table, index, and a queue entry for whatever
 * has no vector of this model. Idempotent; several replicas may do it at once. An approximate index is made on a
 * server only: the embedded database holds too little to need one and would pay for it at every insert.
 */
export async function ensureVectors(database: Pick<Database, "kind" | "sql" | "transaction">, embedder: Embedder): Promise<VectorSearch> {
  const installed = await install(database);
  if (installed.status !== "available") return installed;
  await database.transaction((tx) => createVectorTable(tx, { dimensions: embedder.dimensions, isIndexed: database.kind === "postgres" }));
  await database.transaction((tx) => queueMissing(tx, embedder.model));
  return installed;
}
