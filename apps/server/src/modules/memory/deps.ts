import type { Sql, Transaction } from "@cofounder/database";
import type { Clock } from "@cofounder/kernel";
import type { SearchIndex } from "@cofounder/retrieval";

/** What memory asks of the house. */
export interface MemoryDeps {
  sql: Sql;
  transaction: Transaction;
  clock: Clock;
  index: Pick<SearchIndex, "indexLater" | "removeOwners" | "search" | "vectorSearch">;
}
