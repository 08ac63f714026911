import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Event } from "@cofounder/contracts";
import { createPostgresDatabase, postgresServer, skip, type TestPostgres } from "@cofounder/testing";
import { freePort, type RunningServer, type ServerClient, startServer } from "@cofounder/testing/server";
import { afterAll, beforeAll, describe } from "vitest";
import { untilEvent } from "../writing.ts";

export interface Place {
  /** What the server needs to find its database. */
  env: Record<string, string>;
  dataDir: string;
  start(more?: Record<string, string>): Promise<RunningServer>;
}

interface Opened extends Place {
  port: number;
  servers: RunningServer[];
  postgres: TestPostgres | null;
}

async function openPlace(server: string | null): Promise<Opened> {
  const dataDir = mkdtempSync(join(tmpdir(), "cofounder-drill-"));
  const postgres = server === null ? null : await createPostgresDatabase(server);
  const port = await freePort();
  const servers: RunningServer[] = [];
  const env: Record<string, string> = postgres === null ? {} : { DATABASE_URL: postgres.url };
  return {
    env,
    dataDir,
    port,
    servers,
    postgres,
    async start(more = {}) {
      const started = await startServer({ port: Number(more["PORT"] ?? port), dataDir, env: { ...env, ...more } });
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

/** Everything that happened in a task, oldest first. */
export async function eventsOf(client: ServerClient, taskId: string): Promise<Event[]> {
  const events: Event[] = [];
  for (let cursor: string | null | undefined; cursor !== null;) {
    const page = await client.tasks.listTaskEvents({ task_id: taskId, limit: 100, ...(cursor === undefined ? {} : { cursor }) });
    events.push(...page.data);
    cursor = page.next_cursor;
  }
  return events;
}

const patienceMs = 15_000;

/** Health is looked at once a second at most, so what it says may be that old. */
export async function untilStatus(url: string, status: number): Promise<void> {
  const until = performance.now() + patienceMs;
  for (;;) {
    const answer = await fetch(url);
    if (answer.status === status) return;
    if (performance.now() > until) throw new Error(`${url} still answers ${answer.status}, not ${status}.`);
    await sleep(100);
  }
}

/** What the product promises of a cancel. */
export const cancelMs = 5000;

export type At = { server: RunningServer; client: ServerClient };

export async function untilStep(at: At, taskId: string, step: string): Promise<void> {
  await untilEvent(at, taskId, ({ type, data }) => type === "task.step_started" && data?.["step"] === step);
}

export async function untilAsked(at: At, taskId: string): Promise<string> {
  const asked = await untilEvent(at, taskId, ({ type }) => type === "task.awaiting_approval");
  return String(asked.data?.["approval_id"]);
}

/** What there is of a task that was stopped: nothing works, nobody is asked, no draft lies about. */
export async function leftOf({ client }: At, taskId: string) {
  const { data: recorded } = await client.tasks.listTaskSteps({ task_id: taskId });
  const { data: posts } = await client.cms.listPosts({ published_only: "false" });
  return {
    status: (await client.tasks.getTask({ task_id: taskId })).status,
    steps: recorded.filter(({ status }) => status === "running" || status === "waiting").map(({ name }) => name),
    questions: (await client.tasks.listApprovals({ task_id: taskId, status: "open" })).data,
    drafts: posts.filter(({ status }) => status === "draft").map(({ slug }) => slug),
  };
}

export const nothing = { status: "cancelled", steps: [], questions: [], drafts: [] };

export { signInAsOwner } from "@cofounder/testing/server";
export { approve, startWriting, topics, untilEvent } from "../writing.ts";
