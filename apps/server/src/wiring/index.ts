import { existsSync, readFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createDatabase, type Database } from "@cofounder/database";
import { type Clock, createShutdownStack, systemClock } from "@cofounder/kernel";
import { createSite } from "@cofounder/site";
import type { FastifyInstance } from "fastify";
import type { Logger } from "pino";
import { createJudge } from "../adapters/judge.ts";
import type { Config, Secrets } from "../config.ts";
import { createApp, type Operations } from "../http/app.ts";
import { createOrigins } from "../http/endpoint/context.ts";
import { createIdempotencyStore } from "../http/endpoint/idempotency.queries.ts";
import { createResponseCache } from "../http/responses.ts";
import { openEngine, openSearchIndex, replicaName } from "./engines.ts";
import { createEventFeed } from "./feed/event-feed.ts";
import { createJournal } from "./journal.ts";
import { startLines } from "./lines.ts";
import { createModules, type Modules } from "./modules.ts";
import { openOuterWorld } from "./outer-world.ts";
import { purgeAfterWrites } from "./feed/purges.ts";
import { createSiteClient } from "./site-client.ts";
import { type Running, startWork } from "./work.ts";

export interface Overrides {
  clock?: Clock;
  /** Whether answers are checked against their contract. */
  checkResponses?: boolean;
}

export interface HouseOptions {
  config: Config;
  secrets: Secrets;
  log: Logger;
  overrides: Overrides;
}

export interface House {
  app: FastifyInstance;
  modules: Modules;
  database: Database;
  /** Brings everything to work and listens; returns the lines that a person should see. */
  start(): Promise<string[]>;
  stop(): Promise<void>;
}

const packageFolder = fileURLToPath(new URL("../../", import.meta.url));
const migrationsFolder = join(packageFolder, "migrations");
const templateFile = join(packageFolder, "dist", "template.tar.gz");

function readVersion(): string {
  return (JSON.parse(readFileSync(join(packageFolder, "package.json"), "utf8")) as { version: string }).version;
}

function openDatabase({ config, secrets, log }: HouseOptions): Promise<Database> {
  return createDatabase({
    url: secrets.databaseUrl.reveal(),
    dataDir: join(config.dataDir, "database"),
    pool: config.database.pool,
    log: ({ level, message, detail }) => log[level]({ part: "database", ...(detail instanceof Error ? { err: detail } : {}) }, message),
    ...(existsSync(templateFile) ? { template: templateFile } : {}),
  });
}

/** Puts the whole server together, from the floor up. The only place that sees all of it. */
export async function createHouse(options: HouseOptions): Promise<House> {
  const { config, secrets, log, overrides } = options;
  const began = performance.now();
  const clock = overrides.clock ?? systemClock;
  const version = readVersion();
  const report = (error: unknown): void => log.error({ err: error }, "Work in the background failed; it is tried again.");
  const stack = createShutdownStack();
  const database = await openDatabase(options);
  stack.push("database", database.close);

  const judge = createJudge();
  stack.push("judge", judge.stop);
  const outer = await openOuterWorld(config, secrets, report);
  stack.push("outer world", outer.close);
  const index = openSearchIndex(database, log);
  stack.push("search index", index.stop);
  const feed = createEventFeed(database);
  const origins = createOrigins();
  let running: Running | undefined;

  const modules = createModules({
    config,
    secrets,
    database,
    clock,
    judge,
    index,
    origins,
    blobs: outer.blobs,
    fetchPage: outer.fetchPage,
    onEvents: feed.onGrowth,
    version,
    health: { isStarted: () => running !== undefined, checkEngine: () => Promise.resolve(running === undefined ? "unhealthy" : "healthy") },
    report,
  });
  const replica = replicaName(database);
  const engine = openEngine({ database, journal: createJournal({ tasks: modules.tasks, permissionsOf: modules.auth.permissionsOf }), replica, log });

  const responses = createResponseCache();
  const { auth, tasks, content, research, ops } = modules;
  const operations: Operations = { auth, tasks, content, research, cms: purgeAfterWrites(modules.cms, responses), ops };
  const idempotency = createIdempotencyStore({ sql: database.sql, transaction: database.transaction, clock });
  const site = createSite({ client: createSiteClient(operations), origin: () => config.http.publicUrl, now: () => clock.now(), report });
  const app = await createApp({
    settings: {
      publicUrl: config.http.publicUrl,
      trustProxy: config.http.trustProxy,
      corsOrigins: config.http.corsOrigins,
      rateLimitPerMinute: config.http.rateLimitPerMinute,
      apiTimeoutMs: config.http.apiTimeoutMs,
      modelTimeoutMs: config.http.modelTimeoutMs,
      accessTokenMinutes: config.accounts.accessTokenMinutes,
      refreshTokenDays: config.accounts.refreshTokenDays,
      checkResponses: overrides.checkResponses ?? false,
    },
    version,
    log,
    operations,
    async authenticate(token) {
      const { actor, permissions, sessionId } = await auth.authenticate(token);
      return { actor, permissions, sid: sessionId };
    },
    origins,
    idempotency,
    fingerprintSecret: secrets.jwt.reveal(),
    eventFeed: feed,
    metrics: {
      pool: database.metrics,
      embedded: () => (database.embedded === null ? null : { ...database.embedded.metrics() }),
      ping: database.ping,
    },
    responses,
    site,
    ...(secrets.metricsToken === null ? {} : { metricsToken: secrets.metricsToken.reveal() }),
    ...(outer.redis === undefined ? {} : { redis: outer.redis }),
  });

  async function start(): Promise<string[]> {
    await database.migrate(migrationsFolder);
    const vectors = await index.start();
    if (vectors.status === "lexical_only") log.warn({ command: vectors.command }, `Search works by words only: ${vectors.reason}`);
    running = await startWork({ database, modules, engine, feed, idempotency, responses, replica, clock, log, report });
    stack.push("work", running.stop);
    stack.push("http", () => app.close());
    await app.listen({ host: config.http.host, port: config.http.port });
    const { address, port } = app.server.address() as AddressInfo;
    const setupToken = await auth.issueSetupToken();
    return startLines({
      publicUrl: config.http.port === 0 ? `http://localhost:${port}` : config.http.publicUrl,
      address: `${address}:${port}`,
      database: `${database.location} (PostgreSQL ${database.serverVersion})`,
      seconds: (performance.now() - began) / 1000,
      setupToken,
    });
  }

  return {
    app,
    modules,
    database,
    start,
    stop: () => stack.run((part, error) => log.error({ err: error, part }, "A part did not stop well.")),
  };
}
