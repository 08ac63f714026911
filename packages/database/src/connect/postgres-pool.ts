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

/** A pool of `max` connections that lends up to `overflow` more and closes those after use. */
export function createPool(options: pg.PoolConfig, sizes: PoolSizes, report: (error: Error) => void): pg.Pool {
  const pool = new pg.Pool({
    ...options,
    min: sizes.min,
    max: sizes.max + sizes.overflow,
    connectionTimeoutMillis: sizes.acquireTimeoutMs,
    idleTimeoutMillis: sizes.idleTimeoutMs,
  });
  pool.on("error", report);
  pool.on("acquire", (client) => {
    const giveBack = client.release.bind(client);
    client.release = (error) => giveBack(error ?? pool.totalCount > sizes.max);
  });
  return pool;
}
