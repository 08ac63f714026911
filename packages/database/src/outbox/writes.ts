import type { NodePgDatabase } from "drizzle-orm/node-postgres";
import type { Transaction, Tx, WriteAlone, Writer } from "../types.ts";
import { hasAnnounced } from "./announce.ts";
import { createGrowth, type Growth } from "./growth.ts";

export interface Writes {
  transaction: Transaction;
  writeAlone: WriteAlone;
  outbox: Growth;
}

/** The two ways to write; after either, whoever works on the outbox is woken when something was announced. */
export function createWrites(db: NodePgDatabase): Writes {
  const outbox = createGrowth();

  async function transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    let used: Tx | undefined;
    try {
      return await db.transaction((tx) => work((used = tx as unknown as Tx)));
    } finally {
      if (used !== undefined && hasAnnounced(used)) outbox.grew();
    }
  }

  async function writeAlone<T>(work: (db: Writer) => Promise<T>): Promise<T> {
    try {
      return await work(db);
    } finally {
      outbox.grew();
    }
  }

  return { transaction, writeAlone, outbox };
}
