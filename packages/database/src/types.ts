import type { NodePgDatabase } from "drizzle-orm/node-postgres";

type Reads = "select" | "selectDistinct" | "selectDistinctOn" | "with" | "execute" | "$count";
type Writes = "insert" | "update" | "delete";

/** Reads. What takes `Sql` cannot open a transaction. */
export type Sql = Pick<NodePgDatabase, Reads>;

declare const insideTransaction: unique symbol;

/** Reads and writes inside one transaction. Only `Database.transaction` makes one. */
export type Tx = Sql & Pick<NodePgDatabase, Writes> & { readonly [insideTransaction]: true };

/** Runs `work` in one transaction: committed when it returns, rolled back when it throws. */
export type Transaction = <T>(work: (tx: Tx) => Promise<T>) => Promise<T>;

export interface PoolMetrics {
  inUse: number;
  idle: number;
  waiting: number;
  max: number;
}
