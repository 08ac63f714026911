import rateLimit from "@fastify/rate-limit";
import underPressure from "@fastify/under-pressure";
import { AppError } from "@cofounder/kernel";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { pathOf } from "./paths.ts";

export interface LimitSettings {
  /** Requests a minute for each address and for each account; 0: no limit. */
  rateLimitPerMinute: number;
  /** A connected Redis client that shares the counts between replicas. */
  redis: object | undefined;
}

export interface RateVerdict {
  remaining: number;
  /** The headers that tell of it, name after value. */
  headers: readonly string[];
  isExceeded: boolean;
  retryAfterSeconds: number;
}

/** Counts a request and says whether it was one too many; undefined where nothing is counted. */
export type CountRequest = (request: FastifyRequest) => Promise<RateVerdict | undefined>;

export interface Limits {
  countAddress: CountRequest;
  countAccount: (request: FastifyRequest, accountId: string) => Promise<RateVerdict | undefined>;
}

const minuteMs = 60_000;
const sampleMs = 1000;
const alwaysAnswered = new Set(["/api/health", "/api/live", "/metrics", "/metrics/health"]);

interface Counted {
  isAllowed: false;
  max: number;
  remaining: number;
  ttlInSeconds: number;
  isExceeded: boolean;
}

function verdictOf({ max, remaining, ttlInSeconds, isExceeded }: Counted): RateVerdict {
  return {
    remaining,
    headers: ["ratelimit-limit", String(max), "ratelimit-remaining", String(remaining), "ratelimit-reset", String(ttlInSeconds)],
    isExceeded,
    retryAfterSeconds: ttlInSeconds,
  };
}

/** Puts the counts on the answer; the tighter one stays. Throws `limit` for a request too many. */
export function applyVerdict(reply: FastifyReply, verdict: RateVerdict | undefined): void {
  if (verdict === undefined) return;
  const before = reply.getHeader("ratelimit-remaining");
  if (before === undefined || verdict.remaining <= Number(before)) {
    for (let index = 0; index < verdict.headers.length; index += 2) reply.header(verdict.headers[index] ?? "", verdict.headers[index + 1]);
  }
  if (verdict.isExceeded) throw tooMany(verdict);
}

function tooMany({ retryAfterSeconds }: RateVerdict): AppError {
  return new AppError("limit", `Too many requests. Wait ${retryAfterSeconds} seconds.`, { retryAfterSeconds });
}

/** Counts every request by its address, except what watches the server; one that is counted already is not counted again. */
export function countRequests(app: FastifyInstance, countAddress: CountRequest): void {
  app.addHook("onRequest", async (request, reply) => {
    if (alwaysAnswered.has(pathOf(request.url))) return;
    applyVerdict(reply, request.counted ?? (await countAddress(request)));
  });
}

/** A single stall (a start, a large body) is no overload: only what lasts this long is. */
const stallMs = 2000;

/** Turns requests away while the event loop keeps lagging by more than `busyAfterMs`; health is always answered. */
export async function shedLoad(app: FastifyInstance, busyAfterMs: number): Promise<void> {
  let since = 0;
  let lastSeen = 0;
  const isLasting = (now: number): boolean => {
    if (now - lastSeen > stallMs) since = now;
    lastSeen = now;
    return now - since >= stallMs;
  };
  await app.register(underPressure, {
    maxEventLoopDelay: busyAfterMs,
    sampleInterval: sampleMs,
    pressureHandler: async (...[request, , , lagMs]) => {
      // Between two samples without a tick there is nothing to measure, and the plugin says infinity.
      if (lagMs === Infinity) return;
      if (!isLasting(performance.now()) || alwaysAnswered.has(pathOf(request.url))) return;
      throw new AppError("unavailable", "The server is busy. Try again in a few seconds.", { retryAfterSeconds: 5 });
    },
  });
}

/** The counts behind the rate limits. */
export async function addRateLimits(app: FastifyInstance, settings: LimitSettings): Promise<Limits> {
  app.decorateRequest("accountId", undefined);
  app.decorateRequest("counted", undefined);
  if (settings.rateLimitPerMinute === 0) return { countAddress: async () => undefined, countAccount: async () => undefined };
  await app.register(rateLimit, {
    global: false,
    max: settings.rateLimitPerMinute,
    timeWindow: minuteMs,
    cache: 20_000,
    nameSpace: "cofounder-rate-",
    // Without Redis for a moment, answering matters more than counting.
    skipOnError: true,
    ...(settings.redis === undefined ? {} : { redis: settings.redis }),
  });
  const countByAddress = app.createRateLimit();
  const countByAccount = app.createRateLimit({ keyGenerator: (request) => `account:${request.accountId ?? ""}` });
  return {
    countAddress: async (request) => {
      const counted = await countByAddress(request);
      return counted.isAllowed ? undefined : verdictOf(counted);
    },
    countAccount: async (request, accountId) => {
      request.accountId = accountId;
      const counted = await countByAccount(request);
      return counted.isAllowed ? undefined : verdictOf(counted);
    },
  };
}

declare module "fastify" {
  interface FastifyRequest {
    /** Whose requests this one counts with. */
    accountId: string | undefined;
    /** What the count by address said, where it was made before its turn. */
    counted: RateVerdict | undefined;
  }
}
