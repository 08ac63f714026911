import pg from "pg";

export interface PoolSizes {
  /** Connections kept open when idle. */
  min: number;
  /** Connections kept for reuse. */
  max: number;
  /** Connections above `max` in a burst; closed when it is over. */
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

/** A burst is over when nobody had to wait for so long: before, what is closed would only be opened again. */
const burstMs = 10_000;

/** A pool of `max` connections that lends up to `overflow` more in a burst and closes those when it is over. */
export function createPool(options: pg.PoolConfig, sizes: PoolSizes, report: (error: Error) => void): pg.Pool {
  const pool = new pg.Pool({
    ...options,
    min: sizes.min,
    max: sizes.max + sizes.overflow,
    connectionTimeoutMillis: sizes.acquireTimeoutMs,
    idleTimeoutMillis: sizes.idleTimeoutMs,
  });
  hearErrors(pool, report);
  let pressedAt = 0;
  pool.on("acquire", () => {
    if (pool.totalCount - pool.idleCount > sizes.max) pressedAt = performance.now();
  });
  // The pool drops a client whose use count has reached its limit; there is no public way to say so for a single one.
  pool.on("release", (_error, client) => {
    const isOver = performance.now() - pressedAt > burstMs;
    if (isOver && pool.totalCount > sizes.max) Object.assign(client, { _poolUseCount: Number.POSITIVE_INFINITY });
  });
  return pool;
}
