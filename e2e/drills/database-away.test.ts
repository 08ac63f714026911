import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { createPostgresDatabase, postgresServer, skip } from "@cofounder/testing";
import { freePort, type RunningServer, startServer, startTcpProxy } from "@cofounder/testing/server";
import { describe, expect, it } from "vitest";
import { approve, signInAsOwner, startWriting, untilEvent, untilStatus } from "./drill.ts";

const awayMs = 10_000;

interface Absence {
  server: RunningServer;
  leave(): Promise<void> | void;
  comeBack(): Promise<void> | void;
  /** What a request that needs the database is answered meanwhile. */
  refusal: { status: number; code: string };
}

/** The database leaves in the middle of a task: that is told meanwhile, and the task ends with one post when it is back. */
async function sitOut({ server, leave, comeBack, refusal }: Absence): Promise<void> {
  const health = `${server.origin}/api/health`;
  const client = await signInAsOwner(server.origin);
  const taskId = await startWriting(client);
  await untilEvent({ server, client }, taskId, ({ type }) => type === "task.step_completed");
  const leftAt = performance.now();
  await leave();
  await untilStatus(health, 503);
  const refused = await fetch(`${server.origin}/api/tasks`, { headers: { authorization: `Bearer ${client.token()}` } });
  expect(refused.headers.get("content-type")).toContain("application/problem+json");
  expect(await refused.json()).toMatchObject(refusal);
  expect((await fetch(`${server.origin}/api/live`)).status).toBe(200);
  // The drill is about time that passes without a database.
  await sleep(awayMs - (performance.now() - leftAt));
  await comeBack();
  await untilStatus(health, 200);
  const asked = await untilEvent({ server, client }, taskId, ({ type }) => type === "task.awaiting_approval");
  await approve(client, String(asked.data?.["approval_id"]));
  await untilEvent({ server, client }, taskId, ({ type }) => type === "task.completed");
  expect((await client.cms.listPosts({ published_only: "false" })).data.map(({ status }) => status)).toEqual(["published"]);
}

describe("a PostgreSQL that cannot be reached for ten seconds", async () => {
  const postgresUrl = await postgresServer();
  if (postgresUrl === null) return skip("a database that goes away", "no PostgreSQL answers");

  it("is told with 503 meanwhile, and the work goes on when it is back", async () => {
    const dataDir = mkdtempSync(join(tmpdir(), "cofounder-drill-"));
    const postgres = await createPostgresDatabase(postgresUrl);
    const url = new URL(postgres.url);
    const proxy = await startTcpProxy({ host: url.hostname, port: Number(url.port || 5432) });
    url.port = String(proxy.port);
    url.hostname = "127.0.0.1";
    const server = await startServer({ port: await freePort(), dataDir, env: { DATABASE_URL: url.href, DATABASE_POOL_TIMEOUT_SECONDS: "2" } });
    try {
      await sitOut({ server, leave: proxy.cut, comeBack: proxy.restore, refusal: { status: 503, code: "unavailable" } });
    } finally {
      await server.kill();
      await proxy.close();
      await postgres.drop();
      rmSync(dataDir, { recursive: true, force: true });
    }
  });
});

describe("an embedded database that stands still for ten seconds", () => {
  it("is told meanwhile, requests end in time, and the work goes on when it moves again", async () => {
    const dataDir = mkdtempSync(join(tmpdir(), "cofounder-drill-"));
    const holding = new URL("hold-database.mjs", import.meta.url);
    const env = { NODE_OPTIONS: `--import=${holding.href}`, API_TIMEOUT_SECONDS: "4" };
    const server = await startServer({ port: await freePort(), dataDir, env });
    try {
      const leave = (): void => server.signal("SIGUSR2");
      await sitOut({ server, leave, comeBack: () => undefined, refusal: { status: 504, code: "timeout" } });
      expect(await server.stop(), server.output()).toBe(0);
    } finally {
      if (!server.hasExited()) await server.kill();
      rmSync(dataDir, { recursive: true, force: true });
    }
  });
});
