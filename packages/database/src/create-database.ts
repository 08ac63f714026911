import { drizzle } from "drizzle-orm/node-postgres";
import pg from "pg";
import { inTurn } from "./connect/in-turn.ts";
import { createListener, type Listener } from "./connect/listener.ts";
import { readLocation } from "./connect/location.ts";
import { createPool, defaultPoolSizes, hearErrors, type PoolSizes } from "./connect/postgres-pool.ts";
import { type Embedded, openEmbedded } from "./embedded/index.ts";
import { migrate } from "./connect/migrate.ts";
import type { Growth } from "./outbox/growth.ts";
import { createWrites } from "./outbox/writes.ts";
import type { PoolMetrics, Sql, Transaction, WriteAlone } from "./types.ts";

export interface DatabaseOptions {
  /** DATABASE_URL; empty means the embedded database in `dataDir`. */
  url: string;
  /** Folder of the embedded database when the url names none. */
  dataDir: string;
  pool?: Partial<PoolSizes>;
  /** A ready data folder (gzipped tar) that makes a first embedded start fast. */
  template?: string;
  log?: (line: { level: "info" | "warn" | "error"; message: string; detail?: unknown }) => void;
}

export interface Database {
  kind: "postgres" | "embedded";
  /** Where it is, without a password. */
  location: string;
  serverVersion: string;
  sql: Sql;
  transaction: Transaction;
  writeAlone: WriteAlone;
  /** The facts that wait to be told, as far as this process added them. */
  outbox: Growth;
  /** Calls `wake` at each NOTIFY on the channel, and when one may have been missed. */
  listen(channel: string, wake: () => void): Promise<() => void>;
  /** A pool of its own for the workflow engine. Closed with the database. */
  enginePool(max: number): pg.Pool;
  migrate(folder: string): Promise<void>;
  /** Does `work` while no other replica does anything under the same lock. The embedded database has one process to itself. */
  inTurn<T>(lock: number, work: () => Promise<T>): Promise<T>;
  /** Milliseconds that a trivial statement took. */
  ping(): Promise<number>;
  metrics(): PoolMetrics;
  embedded: Embedded | null;
  close(): Promise<void>;
}

const statementTimeoutMs = 30_000;
/** Of a process's connections: what the workflow engine takes, and the one that listens. */
export const engineConnections = 5;
const listeningConnections = 1;

/** The product's own share of the connections that the whole process may hold. */
function productSizes(all: PoolSizes): PoolSizes {
  const max = Math.max(all.max - engineConnections - listeningConnections, 1);
  return { ...all, max, min: Math.min(all.min, max) };
}

interface Connected {
  config: pg.PoolConfig;
  sizes: PoolSizes;
  embedded: Embedded | null;
  location: string;
}

async function connect(options: DatabaseOptions): Promise<Connected> {
  const location = readLocation(options.url, options.dataDir);
  const sizes = productSizes({ ...defaultPoolSizes, ...options.pool });
  if (location.kind === "postgres") {
    const config = { connectionString: location.url, statement_timeout: statementTimeoutMs, application_name: "cofounder", keepAlive: true };
    return { config, sizes, embedded: null, location: location.shown };
  }
  const embedded = await openEmbedded({
    dataDir: location.dataDir,
    ...(options.template === undefined ? {} : { template: options.template }),
    ...(options.log === undefined ? {} : { log: options.log }),
  });
  return { config: { stream: () => embedded.stream() }, sizes: { ...sizes, min: 1, max: 10, overflow: 0 }, embedded, location: location.shown };
}

/** Opens a PostgreSQL server's database or the embedded one; both answer alike from here on. */
export async function createDatabase(options: DatabaseOptions): Promise<Database> {
  const log = options.log ?? (() => undefined);
  const report = (error: Error): void => log({ level: "warn", message: "A database connection was lost.", detail: error });
  const { config, sizes, embedded, location } = await connect(options);
  const pool = createPool(config, sizes, report);
  const enginePools: pg.Pool[] = [];
  const listener: Listener = createListener({ connect: () => new pg.Client(config), retryMs: 500, report });
  const db = drizzle(pool);
  const database: Database = {
    kind: embedded === null ? "postgres" : "embedded",
    location,
    serverVersion: embedded?.serverVersion ?? "",
    sql: db,
    ...createWrites(db),
    embedded,
    listen: (channel, wake) => listener.on(channel, wake),
    enginePool(max) {
      const enginePool = new pg.Pool({ ...config, max, idleTimeoutMillis: 60_000 });
      hearErrors(enginePool, report);
      enginePools.push(enginePool);
      return enginePool;
    },
    migrate: (folder) => migrate(config, folder, { isShared: embedded === null }),
    inTurn: (lock, work) => (embedded === null ? inTurn({ config, lock, report }, work) : work()),
    async ping() {
      const before = performance.now();
      await pool.query("select 1");
      return performance.now() - before;
    },
    metrics: () => ({ inUse: pool.totalCount - pool.idleCount, idle: pool.idleCount, waiting: pool.waitingCount, max: sizes.max + sizes.overflow }),
    async close() {
      await listener.close();
      await Promise.all([pool, ...enginePools].filter((open) => !open.ended).map((open) => open.end()));
      await embedded?.close();
    },
  };
  try {
    const answer = await pool.query<{ server_version: string }>("show server_version");
    return { ...database, serverVersion: answer.rows[0]?.server_version ?? "" };
  } catch (error) {
    await database.close();
    throw error;
  }
}
