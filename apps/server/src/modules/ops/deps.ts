import type { Sql, Transaction } from "@cofounder/database";
import type { Clock } from "@cofounder/kernel";

/** How one part of the server is, in a word that its reader knows. */
export type PartState = "healthy" | "degraded" | "unhealthy";

/** What ops asks of the house. */
export interface OpsDeps {
  sql: Sql;
  transaction: Transaction;
  clock: Clock;
  /** Calls `wake` at each notification on the channel, and when one may have been missed. */
  listen(channel: string, wake: () => void): Promise<() => void>;
  /** Takes failures that nobody waits for. */
  report(error: unknown): void;
  version: string;
  /** Address of the public site, without a slash at its end. */
  publicUrl: string;
  /** Whether everything has started that a request may need. */
  isStarted(): boolean;
  /** Milliseconds that the database took for a trivial statement; throws when it does not answer. */
  pingDatabase(): Promise<number>;
  /** How the engine that runs tasks is. */
  checkEngine(): Promise<PartState>;
  /** Whether files can be written and read. */
  checkStorage(): Promise<PartState>;
  /** How passages are found: by meaning as well, or by words only. */
  searchMode(): Promise<"available" | "lexical_only">;
}
