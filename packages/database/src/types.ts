import type { NodePgDatabase } from "drizzle-orm/node-postgres";

type Reads = "select" | "selectDistinct" | "selectDistinctOn" | "$with" | "with" | "execute" | "$count";
type Writes = "insert" | "update" | "delete";

/** Reads. What takes `Sql` cannot open a transaction. */
export type Sql = Pick<NodePgDatabase, Reads>;

declare const insideTransaction: unique symbol;

/** Reads and writes inside one transaction. Only `Database.transaction` makes one. */
export type Tx = Sql & Pick<NodePgDatabase, Writes> & { readonly [insideTransaction]: true };

/** What writes one statement; more than one belong into a transaction. */
export type Writer = Sql & Pick<NodePgDatabase, "insert">;

/** Runs one statement that writes and announces by itself, without a transaction around it. */
export type WriteAlone = <T>(work: (db: Writer) => Promise<T>) => Promise<T>;

/** Runs `work` in one transaction: committed when it returns, rolled back when it throws. */
export type Transaction = <T>(work: (tx: Tx) => Promise<T>) => Promise<T>;

export interface PoolMetrics {
  inUse: number;
  idle: number;
  waiting: number;
  max: number;
}
