import { timingSafeEqual } from "node:crypto";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { AppError } from "@cofounder/kernel";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { Gauge, Histogram, Registry } from "prom-client";
import { type Authenticate, findAsker, tokenOf } from "./authenticate.ts";
import { isLocalRequest } from "./endpoint/context.ts";
import type { AnsweredRequest } from "./edge/request-log.ts";

/** What the metrics read from the rest of the house. */
export interface MetricsPorts {
  pool(): { inUse: number; idle: number; waiting: number; max: number };
  /** Numbers of the embedded database by name; null on a server's. */
  embedded(): Record<string, number> | null;
  /** Milliseconds that a trivial statement takes now. */
  ping(): Promise<number>;
}

export interface Metrics {
  observe(answered: AnsweredRequest): void;
  /** In Prometheus' text format. */
  text(): Promise<string>;
  contentType: string;
  requests(): { count: number; meanMs: number };
}

const lagResolutionMs = 20;
const bucketsSeconds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const snake = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

interface GaugeSpec {
  name: string;
  help: string;
  read: () => number;
}

function addGauge(registry: Registry, { name, help, read }: GaugeSpec): void {
  const gauge: Gauge = new Gauge({ name, help, registers: [registry], collect: () => gauge.set(read()) });
}

function addRuntimeGauges(registry: Registry, app: FastifyInstance): void {
  addGauge(registry, { name: "process_resident_memory_bytes", help: "Resident memory.", read: () => process.memoryUsage.rss() });
  addGauge(registry, { name: "nodejs_heap_size_used_bytes", help: "Heap in use.", read: () => process.memoryUsage().heapUsed });
  const lag = monitorEventLoopDelay({ resolution: lagResolutionMs });
  lag.enable();
  app.addHook("onClose", async () => void lag.disable());
  addGauge(registry, {
    name: "nodejs_eventloop_lag_seconds",
    help: "Mean event loop lag since the last look.",
    read: () => {
      const seconds = Math.max(0, lag.mean / 1e9 - lagResolutionMs / 1000);
      lag.reset();
      return Number.isNaN(seconds) ? 0 : seconds;
    },
  });
  addGauge(registry, {
    name: "process_cpu_seconds_total",
    help: "Processor time used.",
    read: () => {
      const { user, system } = process.cpuUsage();
      return (user + system) / 1e6;
    },
  });
  addGauge(registry, { name: "process_uptime_seconds", help: "Time since the start.", read: () => process.uptime() });
}

function addDatabaseGauges(registry: Registry, ports: MetricsPorts): void {
  const kinds = { in_use: "inUse", idle: "idle", waiting: "waiting", max: "max" } as const;
  for (const [name, key] of Object.entries(kinds)) {
    addGauge(registry, { name: `cofounder_database_connections_${name}`, help: `Database connections: ${name}.`, read: () => ports.pool()[key] });
  }
  for (const name of Object.keys(ports.embedded() ?? {})) {
    addGauge(registry, {
      name: `cofounder_embedded_database_${snake(name)}`,
      help: `Embedded database: ${name}.`,
      read: () => ports.embedded()?.[name] ?? 0,
    });
  }
}

/** The numbers of this process. Only counts and times: no address, no text, no secret. */
export function createMetrics(app: FastifyInstance, ports: MetricsPorts): Metrics {
  const registry = new Registry();
  const durations = new Histogram({
    name: "cofounder_http_request_duration_seconds",
    help: "Time from request to answer.",
    labelNames: ["method", "route", "status"],
    buckets: bucketsSeconds,
    registers: [registry],
  });
  addRuntimeGauges(registry, app);
  addDatabaseGauges(registry, ports);
  // Looking a combination of labels up costs more than counting it.
  const counters = new Map<string, Histogram.Internal<"method" | "route" | "status">>();
  let count = 0;
  let totalMs = 0;
  return {
    observe({ method, route, status, durationMs }) {
      count += 1;
      totalMs += durationMs;
      const name = `${method} ${route} ${status}`;
      const counter = counters.get(name) ?? durations.labels({ method, route, status });
      counters.set(name, counter);
      counter.observe(durationMs / 1000);
    },
    text: () => registry.metrics(),
    contentType: registry.contentType,
    requests: () => ({ count, meanMs: count === 0 ? 0 : totalMs / count }),
  };
}

export interface MetricsGuard {
  authenticate: Authenticate;
  /** Opens the metrics to a scraper on another host. */
  metricsToken: string | undefined;
}

function isSame(given: string, expected: string): boolean {
  const [left, right] = [Buffer.from(given), Buffer.from(expected)];
  return left.length === right.length && timingSafeEqual(left, right);
}

/** This machine, the metrics token, or somebody with ops.read. */
async function assertMayRead(request: FastifyRequest, { authenticate, metricsToken }: MetricsGuard): Promise<void> {
  const { via, token } = tokenOf(request);
  if (via === "nothing" && isLocalRequest(request)) return;
  if (via === "bearer" && metricsToken !== undefined && isSame(token, metricsToken)) return;
  const asker = await findAsker(request, authenticate);
  if (asker.permissions.has("ops.read")) return;
  if (asker.actor.kind === "anonymous") throw new AppError("unauthenticated", "Metrics need the metrics token or an account with ops.read.");
  throw new AppError("forbidden", "This needs the permission ops.read.");
}

const slowDatabaseMs = 10;

/** `/metrics` for Prometheus and `/metrics/health` with the numbers that a runbook asks for. */
export function serveMetrics(app: FastifyInstance, deps: { metrics: Metrics; ports: MetricsPorts; guard: MetricsGuard }): void {
  const { metrics, ports, guard } = deps;
  const onRequest = (request: FastifyRequest): Promise<void> => assertMayRead(request, guard);
  app.get("/metrics", { onRequest }, async (_request, reply) =>
    reply
      .type(metrics.contentType)
      .header("cache-control", "no-store")
      .send(await metrics.text()),
  );
  app.get("/metrics/health", { onRequest }, async (_request, reply) => {
    const pool = ports.pool();
    const responseMs = await ports.ping();
    const isFine = responseMs <= slowDatabaseMs && pool.inUse < pool.max && pool.waiting === 0;
    const { count, meanMs } = metrics.requests();
    return reply.header("cache-control", "no-store").send({
      status: isFine ? "success" : "degraded",
      health: { status: isFine ? "healthy" : "degraded", timestamp: new Date().toISOString() },
      connections: { in_use: pool.inUse, idle: pool.idle, waiting: pool.waiting, max: pool.max },
      database_response_ms: responseMs,
      requests: { count, mean_ms: meanMs },
    });
  });
}
