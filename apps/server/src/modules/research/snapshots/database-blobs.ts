import type { Sql, Transaction } from "@cofounder/database";
import type { BlobStore } from "../deps.ts";
import { insertBlob, selectBlob } from "./snapshots.queries.ts";

/** Keeps blobs in the database, where all replicas find them. */
export function createDatabaseBlobs({ sql, transaction }: { sql: Sql; transaction: Transaction }): BlobStore {
  return {
    put: (sha256, bytes) => transaction((tx) => insertBlob(tx, sha256, bytes)),
    get: (sha256) => selectBlob(sql, sha256),
  };
}
