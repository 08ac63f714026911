import { readFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createIdempotencyStore, type Database, databaseFailure } from "@cofounder/database";
import { type Clock, createShutdownStack, type ShutdownStack, systemClock } from "@cofounder/kernel";
import { createSite } from "@cofounder/site";
import type { FastifyInstance } from "fastify";
import type { Logger } from "pino";
import { createTextWork } from "../adapters/text-work.ts";
import type { Config, Secrets } from "../config.ts";
import { createApp, type Operations } from "../http/app.ts";
import { createOrigins } from "../http/endpoint/context.ts";
import { listen } from "../http/edge/listen.ts";
import { createResponseCache } from "../http/responses.ts";
import { openEngine, openSearchIndex, replicaName } from "./ground/engines.ts";
import { createEventFeed } from "./feed/event-feed.ts";
import { createJournal } from "./journal.ts";
import { startLines } from "./lines.ts";
import { createModules, type Modules } from "./modules.ts";
import { openDatabase } from "./ground/open-database.ts";
import { openOuterWorld } from "./ground/outer-world.ts";
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
  /** The database where it is open already; the house closes it. */
  database?: Database;
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

function readVersion(): string {
  return (JSON.parse(readFileSync(join(packageFolder, "package.json"), "utf8")) as { version: string }).version;
}

/** The floor, the engines and the outer world: what the modules stand on. What is opened is pushed to be closed. */
async function openGround({ config, secrets, log, overrides, database: opened }: HouseOptions, stack: ShutdownStack) {
  const report = (error: unknown): void => log.error({ err: error }, "Work in the background failed; it is tried again.");
  const database = opened ?? (await openDatabase({ config, secrets, log }));
  stack.push("database", database.close);
  const texts = createTextWork();
  stack.push("texts", texts.stop);
  const outer = await openOuterWorld(config, secrets, report);
  stack.push("outer world", outer.close);
  const index = openSearchIndex(database, log);
  stack.push("search index", index.stop);
  const clock = overrides.clock ?? systemClock;
  return {
    report,
    database,
    texts,
    outer,
    index,
    clock,
    feed: createEventFeed(database),
    origins: createOrigins(),
    responses: createResponseCache(),
  };
}

type Ground = Awaited<ReturnType<typeof openGround>>;

interface Door {
  options: HouseOptions;
  ground: Ground;
  modules: Modules;
  version: string;
  idempotency: ReturnType<typeof createIdempotencyStore>;
}

/** The HTTP edge over the modules' front doors, with the site behind it. */
function openDoor({ options, ground, modules, version, idempotency }: Door): Promise<FastifyInstance> {
  const { config, secrets, log, overrides } = options;
  const { database, feed, origins, outer, responses, clock, report } = ground;
  const { auth, tasks, content, research, memory, ops } = modules;
  const operations: Operations = { auth, tasks, content, research, memory, cms: purgeAfterWrites(modules.cms, responses), ops };
  const { publicUrl, trustProxy, corsOrigins, rateLimitPerMinute, apiTimeoutMs, modelTimeoutMs } = config.http;
  const { accessTokenMinutes, refreshTokenDays } = config.accounts;
  const checkResponses = overrides.checkResponses ?? false;
  return createApp({
    settings: {
      publicUrl,
      trustProxy,
      corsOrigins,
      rateLimitPerMinute,
      apiTimeoutMs,
      modelTimeoutMs,
      accessTokenMinutes,
      refreshTokenDays,
      checkResponses,
    },
    version,
    log,
    operations,
    async authenticate(token) {
      const { actor, permissions, sessionId, expiresAt } = await auth.authenticate(token);
      return { actor, permissions, sid: sessionId, endsInMs: expiresAt.getTime() - clock.now().getTime() };
    },
    onSignInChange: auth.onChange,
    hasOwner: auth.hasOwner,
    origins,
    idempotency,
    translateFailure: databaseFailure,
    fingerprintSecret: secrets.jwt.reveal(),
    eventFeed: feed,
    metrics: {
      pool: database.metrics,
      embedded: () => (database.embedded === null ? null : { ...database.embedded.metrics() }),
      ping: database.ping,
    },
    responses,
    site: createSite({ client: createSiteClient(operations), origin: () => publicUrl, now: () => clock.now(), report }),
    ...(secrets.metricsToken === null ? {} : { metricsToken: secrets.metricsToken.reveal() }),
    ...(outer.redis === undefined ? {} : { redis: outer.redis }),
  });
}

/** Puts the whole server together, from the floor up. The only place that sees all of it. */
export async function createHouse(options: HouseOptions): Promise<House> {
  const { config, secrets, log } = options;
  const version = readVersion();
  const stack = createShutdownStack();
  const ground = await openGround(options, stack);
  const { database, clock, report, texts, feed, index, responses, outer } = ground;
  let running: Running | undefined;
  const health = {
    isStarted: () => running !== undefined,
    checkEngine: (): Promise<"healthy" | "unhealthy"> => Promise.resolve(running === undefined ? "unhealthy" : "healthy"),
  };
  const modules = createModules({
    ...ground,
    config,
    secrets,
    version,
    health,
    blobs: outer.blobs,
    fetchPage: outer.fetchPage,
    onEvents: feed.onGrowth,
  });
  const replica = replicaName(database);
  const engine = openEngine({ database, journal: createJournal({ tasks: modules.tasks, permissionsOf: modules.auth.permissionsOf }), replica, log });
  const idempotency = createIdempotencyStore({ sql: database.sql, transaction: database.transaction, clock });
  const app = await openDoor({ options, ground, modules, version, idempotency });

  async function start(): Promise<string[]> {
    await database.migrate(migrationsFolder);
    const vectors = await index.start();
    if (vectors.status === "lexical_only") log.warn({ command: vectors.command }, `Search works by words only: ${vectors.reason}`);
    running = await startWork({ database, modules, engine, texts, feed, idempotency, responses, replica, clock, log, report });
    stack.push("work", running.stop);
    stack.push("http", () => app.close());
    await listen(app, config.http);
    const { address, port } = app.server.address() as AddressInfo;
    return startLines({
      publicUrl: config.http.port === 0 ? `http://localhost:${port}` : config.http.publicUrl,
      address: `${address}:${port}`,
      database: `${database.location} (PostgreSQL ${database.serverVersion})`,
      seconds: performance.now() / 1000,
      setupToken: await modules.auth.issueSetupToken(),
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
