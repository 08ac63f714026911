import compress from "@fastify/compress";
import cookie from "@fastify/cookie";
import cors from "@fastify/cors";
import { constants } from "node:zlib";
import { endpoints } from "@cofounder/contracts";
import { fastify, type FastifyBaseLogger, type FastifyInstance, LogController } from "fastify";
import type { Authenticate } from "./authenticate.ts";
import { readBodies } from "./edge/bodies.ts";
import { answerBrokenConnection, closeUnneeded, connectionOptions, type ConnectionLimits } from "./edge/connections.ts";
import { answerEtags } from "./edge/etags.ts";
import { lazyLog } from "./edge/lazy-log.ts";
import { addRateLimits, countRequests, type Limits, shedLoad } from "./edge/limits.ts";
import { answerRequestIds, createRequestIds } from "./edge/request-ids.ts";
import { logRequests } from "./edge/request-log.ts";
import { addSecurityHeaders } from "./edge/security-headers.ts";
import { answerUnknownAddresses, type Refusal } from "./edge/unknown-addresses.ts";
import type { EndpointDeps } from "./endpoint/answer.ts";
import type { Origins } from "./endpoint/context.ts";
import type { IdempotencyStore } from "./endpoint/idempotency.ts";
import { type EventFeed, followEvents } from "./stream/event-feed.ts";
import { ownEndpoints } from "./endpoint/own-endpoints.ts";
import { createOpenStreams } from "./stream/send-stream.ts";
import { type FrontDoor, implement } from "./implement.ts";
import { createMetrics, type Metrics, type MetricsPorts, serveMetrics } from "./metrics.ts";
import { serveDocs } from "./openapi/docs.ts";
import { serveHub } from "./pages/hub.ts";
import { serveSetup } from "./pages/setup.ts";
import { answerProblems, sendProblem, type TranslateFailure } from "./problems.ts";
import { answerReady, keepAnswers, type ResponseCache } from "./responses.ts";
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
  /** Milliseconds that the event loop may lag before requests are turned away; 1000 when unsaid. */
  busyAfterMs?: number;
  /** Tighter times for receiving a request than 10 s for headers and 60 s for the body; for tests. */
  connections?: ConnectionLimits;
  /** Whether answers are checked against their contract; for tests. */
  checkResponses?: boolean;
}

/** Everything that the edge asks of the house. */
export interface AppDeps {
  settings: EdgeSettings;
  /** The product's version, as the greeting and the API's description say it. */
  version: string;
  log: FastifyBaseLogger;
  operations: Operations;
  authenticate: Authenticate;
  /** Whether the first account is open; from then on there is nothing to set up. */
  hasOwner: () => Promise<boolean>;
  /** Calls back when a session was revoked or what somebody may do has changed, once `authenticate` knows it. */
  onSignInChange: (listener: () => void) => () => void;
  /** Shared with whoever asks where a context's request came from (`createOrigins()`). */
  origins: Origins;
  idempotency: IdempotencyStore;
  /** Knows a dead, full or slow database when it sees one. */
  translateFailure: TranslateFailure;
  /** Keys the fingerprints of repeated requests; any secret of this installation. */
  fingerprintSecret: string;
  eventFeed: EventFeed;
  metrics: MetricsPorts;
  /** Opens /metrics to a scraper on another host. */
  metricsToken?: string;
  /** Ready answers to published reads; purged by whoever hears of a change. */
  responses: ResponseCache;
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

function isHttps({ publicUrl }: EdgeSettings): boolean {
  return publicUrl.startsWith("https:");
}

function createServer({ settings, log }: AppDeps): FastifyInstance {
  return fastify({
    loggerInstance: log,
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: "requestId" }),
    ...connectionOptions(settings.connections),
    trustProxy: trustOf(settings.trustProxy),
    childLoggerFactory: lazyLog,
    genReqId: createRequestIds(),
    requestIdHeader: false,
    clientErrorHandler: answerBrokenConnection,
    frameworkErrors: (error, request, reply) => void sendProblem(request, reply, error),
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 4000 },
    return503OnClosing: true,
    forceCloseConnections: "idle",
  });
}

/** What every answer passes, in this order: ready answers come before everything else, compression after the ETag. */
async function addEdge(app: FastifyInstance, deps: AppDeps): Promise<{ limits: Limits; metrics: Metrics; refusal: Refusal }> {
  const { settings } = deps;
  app.decorateRequest("asker", undefined);
  answerProblems(app, deps.translateFailure);
  const limits = await addRateLimits(app, { rateLimitPerMinute: settings.rateLimitPerMinute, redis: deps.redis });
  const metrics = createMetrics(app, deps.metrics);
  answerReady(app, { cache: deps.responses, countAddress: limits.countAddress, observe: metrics.observe });
  closeUnneeded(app);
  answerRequestIds(app);
  logRequests(app, metrics.observe);
  await addSecurityHeaders(app, { isHttps: isHttps(settings) });
  await app.register(cors, {
    origin: settings.corsOrigins,
    credentials: true,
    methods: ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"],
    exposedHeaders: ["etag", "x-request-id", "retry-after", "ratelimit-limit", "ratelimit-remaining", "ratelimit-reset", "idempotent-replayed"],
    maxAge: 600,
    strictPreflight: false,
  });
  countRequests(app, limits.countAddress);
  await shedLoad(app, settings.busyAfterMs ?? 1000);
  await app.register(cookie);
  await readBodies(app);
  answerEtags(app);
  await app.register(compress, {
    globalDecompression: false,
    threshold: 1024,
    encodings: ["br", "gzip"],
    brotliOptions: { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } },
  });
  keepAnswers(app, deps.responses);
  return { limits, metrics, refusal: answerUnknownAddresses(app) };
}

function endpointDeps(app: FastifyInstance, deps: AppDeps, limits: Limits): EndpointDeps {
  const { settings } = deps;
  const streams = createOpenStreams((error) => deps.log.warn({ err: error }, "A live stream could not be checked."));
  const stopListening = deps.onSignInChange(streams.recheckAll);
  app.addHook("preClose", (done) => {
    stopListening();
    streams.closeAll();
    done();
  });
  return {
    authenticate: deps.authenticate,
    origins: deps.origins,
    idempotency: deps.idempotency,
    fingerprintSecret: deps.fingerprintSecret,
    limits,
    streams,
    sessions: {
      isHttps: isHttps(settings),
      accessTokenSeconds: settings.accessTokenMinutes * minuteSeconds,
      refreshTokenSeconds: settings.refreshTokenDays * daySeconds,
    },
    timeouts: { apiMs: settings.apiTimeoutMs, modelMs: settings.modelTimeoutMs + 5000 },
    checkResponses: settings.checkResponses === true,
  };
}

/** The whole HTTP edge, ready to listen or to be injected into. */
export async function createApp(deps: AppDeps): Promise<FastifyInstance> {
  const { operations, settings, version } = deps;
  const app = createServer(deps);
  const { limits, metrics, refusal } = await addEdge(app, deps);
  const door = { app, deps: endpointDeps(app, deps, limits) };
  implement(door, endpoints.auth, operations.auth);
  implement(door, endpoints.tasks, operations.tasks);
  implement(door, endpoints.content, operations.content);
  implement(door, endpoints.research, operations.research);
  implement(door, endpoints.memory, operations.memory);
  implement(door, endpoints.cms, operations.cms);
  implement(door, endpoints.ops, operations.ops);
  implement(door, ownEndpoints, {
    getLive: () => ({ status: "live" as const }),
    streamEvents: (ctx, query) => followEvents(deps.eventFeed, ctx, query),
  });
  serveMetrics(app, { metrics, ports: deps.metrics, guard: { authenticate: deps.authenticate, metricsToken: deps.metricsToken } });
  await serveDocs(app, version);
  await serveHub(app);
  await serveSetup(app, {
    origins: deps.origins,
    publicUrl: settings.publicUrl,
    register: operations.auth.register,
    hasOwner: deps.hasOwner,
  });
  await mountSite(app, { site: deps.site, publicUrl: settings.publicUrl, version, refusal });
  return app;
}
