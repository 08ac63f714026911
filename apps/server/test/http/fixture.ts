import { databaseFailure } from "@cofounder/database";
import { PassThrough } from "node:stream";
import { endpoints, type EndpointSpec } from "@cofounder/contracts";
import { AppError, type Ctx, rolePermissions, type Role, uuidv7 } from "@cofounder/kernel";
import { type AppDeps, createApp, type EdgeSettings, type Operations } from "../../src/http/app.ts";
import type { Authenticate } from "../../src/http/authenticate.ts";
import { createLog } from "../../src/http/edge/log.ts";
import { createOrigins } from "../../src/http/endpoint/context.ts";
import type { EventFeed, FeedItem } from "../../src/http/stream/event-feed.ts";
import type { Begun, IdempotencyStore, KeptAnswer } from "../../src/http/endpoint/idempotency.ts";
import type { MetricsPorts } from "../../src/http/metrics.ts";
import { createResponseCache } from "../../src/http/responses.ts";

type AnyOperation = (ctx: Ctx, input: never) => unknown;

/** Operations that answer what a test says, and refuse with a named sentence where it says nothing. */
export function operationsOf(given: { [Module in keyof Operations]?: Partial<Record<keyof Operations[Module], AnyOperation>> } = {}): Operations {
  const doors = Object.entries(endpoints).map(([module, record]) => {
    const own = (given as Record<string, Record<string, AnyOperation> | undefined>)[module] ?? {};
    const silent = (name: string) => (): never => {
      throw new AppError("not_found", `The test gives no ${module}.${name}.`);
    };
    return [
      module,
      Object.fromEntries(Object.keys(record as Record<string, EndpointSpec>).map((name) => [name, own[name] ?? silent(name)])),
    ] as const;
  });
  return Object.fromEntries(doors) as unknown as Operations;
}

/** Tokens are `<role>` or `<role>:<name>`; `revoked` opens nothing. */
export const people = new Map<string, string>();
export const authenticateByRole: Authenticate = async (token) => {
  const [role = "", name = ""] = token.split(":");
  if (!(role in rolePermissions)) return null;
  const id = people.get(token) ?? uuidv7();
  people.set(token, id);
  return { actor: { kind: "user", id }, permissions: rolePermissions[role as Role], sid: `session-${name}`, endsInMs: 900_000 };
};

/** Keeps answers in memory, with the store's own rules. */
export function memoryIdempotency(): IdempotencyStore {
  const rows = new Map<string, { bodyHash: string; answer?: KeptAnswer }>();
  return {
    async begin(key, { bodyHash }): Promise<Begun> {
      const row = rows.get(key);
      if (row === undefined) {
        rows.set(key, { bodyHash });
        return { kind: "new", since: new Date(0) };
      }
      if (row.bodyHash !== bodyHash) return { kind: "other_body" };
      return row.answer === undefined ? { kind: "running", retryAfterSeconds: 7 } : { kind: "done", answer: row.answer };
    },
    finish: async (key, answer) => void Object.assign(rows.get(key) ?? {}, { answer }),
    release: async (key) => void rows.delete(key),
  };
}

const silentFeed: EventFeed = { subscribe: ({ signal }) => feedOf([], signal) };

/** A feed that gives the items and then waits for the end. */
export async function* feedOf(items: readonly FeedItem[], signal: AbortSignal): AsyncGenerator<FeedItem> {
  yield* items;
  if (!signal.aborted) await new Promise((resolve) => signal.addEventListener("abort", resolve, { once: true }));
}

export const quietDatabase: MetricsPorts = {
  pool: () => ({ inUse: 1, idle: 4, waiting: 0, max: 30 }),
  embedded: () => ({ restarts: 0 }),
  ping: async () => 0.4,
};

export const settings: EdgeSettings = {
  publicUrl: "http://localhost:8000",
  trustProxy: false,
  corsOrigins: ["http://front.example"],
  rateLimitPerMinute: 0,
  apiTimeoutMs: 30_000,
  modelTimeoutMs: 30_000,
  accessTokenMinutes: 15,
  refreshTokenDays: 30,
  checkResponses: true,
  // Tests share their machine: how busy it is must not decide them.
  busyAfterMs: 600_000,
};

export interface TestApp {
  app: Awaited<ReturnType<typeof createApp>>;
  /** Every line that was logged. */
  logged(): string;
}

export async function createTestApp(given: Partial<Omit<AppDeps, "settings">> & { settings?: Partial<EdgeSettings> } = {}): Promise<TestApp> {
  const lines: string[] = [];
  const to = new PassThrough();
  to.on("data", (chunk: Buffer) => lines.push(chunk.toString("utf8")));
  const app = await createApp({
    version: "1.2.3",
    log: createLog({ level: "debug", format: "json", to }),
    operations: operationsOf(),
    authenticate: authenticateByRole,
    hasOwner: () => Promise.resolve(false),
    onSignInChange: () => () => undefined,
    origins: createOrigins(),
    idempotency: memoryIdempotency(),
    translateFailure: databaseFailure,
    eventFeed: silentFeed,
    metrics: quietDatabase,
    responses: createResponseCache(),
    fingerprintSecret: "a fingerprint secret for tests",
    ...given,
    settings: { ...settings, ...given.settings },
  });
  return { app, logged: () => lines.join("") };
}
