import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createPostgresDatabase, freePort, liveEvents, postgresServer, type ServerClient, type ServerProcess, signInAsOwner, skip, startServerProcess, type TestPostgres } from "@cofounder/testing";
import { afterAll, beforeAll, describe } from "vitest";

const samples = fileURLToPath(new URL("../../samples/sources/", import.meta.url));

/** A few of the samples are enough to write from. */
const documents = ["01-where-the-energy-goes.md", "02-oven-warm-up.md", "04-night-rate-case.md"];

export function sampleSources(): { text: string; format: "markdown" }[] {
  return documents.map((name) => ({ text: readFileSync(join(samples, name), "utf8"), format: "markdown" }));
}

export const topic = "How small bakeries cut the energy use of their ovens";

export interface Place {
  /** What the server needs to find its database. */
  env: Record<string, string>;
  dataDir: string;
  start(more?: Record<string, string>): Promise<ServerProcess>;
}

interface Opened extends Place {
  port: number;
  servers: ServerProcess[];
  postgres: TestPostgres | null;
}

async function openPlace(server: string | null): Promise<Opened> {
  const dataDir = mkdtempSync(join(tmpdir(), "cofounder-drill-"));
  const postgres = server === null ? null : await createPostgresDatabase(server);
  const port = await freePort();
  const servers: ServerProcess[] = [];
  const env: Record<string, string> = postgres === null ? {} : { DATABASE_URL: postgres.url };
  return {
    env,
    dataDir,
    port,
    servers,
    postgres,
    async start(more = {}) {
      const started = await startServerProcess({ port: Number(more["PORT"] ?? port), dataDir, env: { ...env, ...more } });
      servers.push(started);
      return started;
    },
  };
}

async function closePlace(place: Opened | undefined): Promise<void> {
  for (const server of place?.servers ?? []) if (!server.hasExited()) await server.kill();
  await place?.postgres?.drop();
  if (place !== undefined) rmSync(place.dataDir, { recursive: true, force: true });
}

/** Registers a drill on the embedded database and, where a server answers, on PostgreSQL; each in its own folder. */
export function onBothDatabases(body: (place: () => Place) => void): void {
  for (const kind of ["embedded", "postgres"] as const) {
    describe(kind, async () => {
      const server = kind === "postgres" ? await postgresServer() : null;
      if (kind === "postgres" && server === null) return skip("drills on PostgreSQL", "no server answers");
      let place: Opened | undefined;
      beforeAll(async () => {
        place = await openPlace(server);
      });
      afterAll(() => closePlace(place));
      body(() => {
        if (place === undefined) throw new Error("The drill is not set up.");
        return place;
      });
    });
  }
}

/** Follows a task's events from the start until one is wanted. */
export async function untilEvent(server: ServerProcess, client: ServerClient, taskId: string, isWanted: (event: { type: string; data: Record<string, unknown> | null }) => boolean) {
  const stop = new AbortController();
  try {
    for await (const event of liveEvents(server.origin, client.token(), { afterSeq: 0, signal: stop.signal })) {
      if (event.task_id === taskId && isWanted(event)) return event;
    }
  } finally {
    stop.abort();
  }
  throw new Error(`The stream ended before the wanted event.\n${server.output()}`);
}

export async function startWriting(client: ServerClient, publishMode: "draft" | "publish" = "publish"): Promise<string> {
  const task = await client.content.createContentTask({ topic, sources: sampleSources(), target_length: 400, publish_mode: publishMode });
  return task.task_id;
}

/** Approves what the task asks, signing for whatever blocks. */
export async function approve(client: ServerClient, approvalId: string): Promise<void> {
  const { checks } = await client.tasks.getApproval({ approval_id: approvalId });
  const blocking = checks.problems.filter((problem) => problem.severity === "blocking");
  const overrides = blocking.map(({ rule, start, end }) => ({ rule, start, end, reason: "Signed in a drill." }));
  await client.tasks.decideApproval({ approval_id: approvalId, decision: "approve", overrides });
}

export { signInAsOwner };
