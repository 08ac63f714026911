import compress from "@fastify/compress";
import cookie from "@fastify/cookie";
import cors from "@fastify/cors";
import { constants } from "node:zlib";
import { endpoints } from "@cofounder/contracts";
import { fastify, type FastifyBaseLogger, type FastifyInstance, LogController } from "fastify";
import type { Authenticate } from "./authenticate.ts";
import { readBodies } from "./edge/bodies.ts";
import { answerBrokenConnection, type ConnectionLimits, serverOptions } from "./edge/connections.ts";
import { answerEtags } from "./edge/etags.ts";
import { addLimits } from "./edge/limits.ts";
import { answerRequestIds, requestIdOf } from "./edge/request-ids.ts";
import { logRequests } from "./edge/request-log.ts";
import { addSecurityHeaders } from "./edge/security-headers.ts";
import { answerUnknownAddresses } from "./edge/unknown-addresses.ts";
import type { EndpointDeps } from "./endpoint/answer.ts";
import type { Origins } from "./endpoint/context.ts";
import type { IdempotencyStore } from "./endpoint/idempotency.ts";
import { createOpenStreams } from "./endpoint/stream.ts";
import { type FrontDoor, implement } from "./implement.ts";
import { answerProblems } from "./problems.ts";
import { mountSite, type Site } from "./site.ts";

type Endpoints = typeof endpoints;

/** The front door of each module: every operation of the contracts, under its name. */
export type Operations = { [Module in keyof Endpoints]: FrontDoor<Endpoints[Module]> };

/** What the edge takes of the configuration. */
export interface EdgeSettings {
  /** Origin under which people reach the server; with https, cookies are Secure. */
  publicUrl: string;
  trustProxy: false | number | string[];
  corsOrigins: string[];
  /** 0: no limit. */
  rateLimitPerMinute: number;
  apiTimeoutMs: number;
  modelTimeoutMs: number;
  accessTokenMinutes: number;
  refreshTokenDays: number;
  /** Tighter times for receiving a request than 10 s for headers and 60 s for the body; for tests. */
  connections?: ConnectionLimits;
  /** Whether answers are checked against their contract; for tests. */
  checkResponses?: boolean;
}

/** Everything that the edge asks of the house. */
export interface AppDeps {
  settings: EdgeSettings;
  log: FastifyBaseLogger;
  operations: Operations;
  authenticate: Authenticate;
  /** Shared with whoever asks where a context's request came from (`createOrigins()`). */
  origins: Origins;
  idempotency: IdempotencyStore;
  /** Keys the fingerprints of repeated requests; any secret of this installation. */
  fingerprintSecret: string;
  /** A connected Redis client (ioredis) that shares the rate limits between replicas. */
  redis?: object;
  site?: Site;
}

const minuteSeconds = 60;
const daySeconds = 86_400;

/** Whom to believe in X-Forwarded-For: nobody, so many proxies in front, or those addresses. */
function trustOf(trusted: EdgeSettings["trustProxy"]): boolean | string[] | ((address: string, hop: number) => boolean) {
  return typeof trusted === "number" ? (_address, hop) => hop < trusted : trusted;
}

function createServer({ settings, log }: AppDeps): FastifyInstance {
  return fastify({
    loggerInstance: log,
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: "requestId" }),
    http: serverOptions(settings.connections),
    trustProxy: trustOf(settings.trustProxy),
    genReqId: requestIdOf,
    requestIdHeader: false,
    clientErrorHandler: answerBrokenConnection,
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 4000 },
    return503OnClosing: true,
    forceCloseConnections: "idle",
  });
}

async function addEdge(app: FastifyInstance, deps: AppDeps): Promise<void> {
  const { settings } = deps;
  app.decorateRequest("accountId", undefined);
  app.decorateRequest("asker", undefined);
  answerProblems(app);
  answerRequestIds(app);
  logRequests(app, () => undefined);
  await addSecurityHeaders(app, { isHttps: settings.publicUrl.startsWith("https:") });
  await app.register(cors, {
    origin: settings.corsOrigins,
    credentials: true,
    methods: ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"],
    exposedHeaders: ["etag", "x-request-id", "retry-after", "ratelimit-limit", "ratelimit-remaining", "ratelimit-reset", "idempotent-replayed"],
    maxAge: 600,
  });
  await app.register(cookie);
  await readBodies(app);
  answerEtags(app);
  await app.register(compress, {
    globalDecompression: false,
    threshold: 1024,
    encodings: ["br", "gzip"],
    brotliOptions: { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } },
  });
  answerUnknownAddresses(app);
}

async function endpointDeps(app: FastifyInstance, deps: AppDeps): Promise<EndpointDeps> {
  const { settings } = deps;
  const streams = createOpenStreams();
  app.addHook("preClose", (done) => {
    streams.closeAll();
    done();
  });
  return {
    authenticate: deps.authenticate,
    origins: deps.origins,
    idempotency: deps.idempotency,
    fingerprintSecret: deps.fingerprintSecret,
    limits: await addLimits(app, { rateLimitPerMinute: settings.rateLimitPerMinute, redis: deps.redis }),
    streams,
    sessions: {
      isHttps: settings.publicUrl.startsWith("https:"),
      accessTokenSeconds: settings.accessTokenMinutes * minuteSeconds,
      refreshTokenSeconds: settings.refreshTokenDays * daySeconds,
    },
    timeouts: { apiMs: settings.apiTimeoutMs, modelMs: settings.modelTimeoutMs + 5000 },
    checkResponses: settings.checkResponses === true,
  };
}

/** The whole HTTP edge, ready to listen or to be injected into. */
export async function createApp(deps: AppDeps): Promise<FastifyInstance> {
  const app = createServer(deps);
  await addEdge(app, deps);
  const door = { app, deps: await endpointDeps(app, deps) };
  implement(door, endpoints.auth, deps.operations.auth);
  implement(door, endpoints.tasks, deps.operations.tasks);
  implement(door, endpoints.content, deps.operations.content);
  implement(door, endpoints.research, deps.operations.research);
  implement(door, endpoints.cms, deps.operations.cms);
  implement(door, endpoints.ops, deps.operations.ops);
  if (deps.site !== undefined) await mountSite(app, deps.site, deps.settings.publicUrl);
  return app;
}
