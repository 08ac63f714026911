import pg from "pg";

export interface PoolSizes {
  /** Connections kept open when idle. */
  min: number;
  /** Connections kept for reuse. */
  max: number;
  /** Connections above `max` in a burst; each is closed after use. */
  overflow: number;
  acquireTimeoutMs: number;
  idleTimeoutMs: number;
}

export const defaultPoolSizes: PoolSizes = { min: 5, max: 20, overflow: 10, acquireTimeoutMs: 30_000, idleTimeoutMs: 900_000 };

/** A connection that breaks while it is lent out says so on the client itself; unheard, that would end the process. */
export function hearErrors(pool: pg.Pool, report: (error: Error) => void): void {
  pool.on("error", report);
  pool.on("connect", (client) => void client.on("error", report));
}

/** A pool of `max` connections that lends up to `overflow` more and closes those after use. */
export function createPool(options: pg.PoolConfig, sizes: PoolSizes, report: (error: Error) => void): pg.Pool {
  const pool = new pg.Pool({
    ...options,
    min: sizes.min,
    max: sizes.max + sizes.overflow,
    connectionTimeoutMillis: sizes.acquireTimeoutMs,
    idleTimeoutMillis: sizes.idleTimeoutMs,
  });
  hearErrors(pool, report);
  // The pool drops a client whose use count has reached its limit; there is no public way to say so for a single one.
  pool.on("release", (_error, client) => {
    if (pool.totalCount > sizes.max) Object.assign(client, { _poolUseCount: Number.POSITIVE_INFINITY });
  });
  return pool;
}
