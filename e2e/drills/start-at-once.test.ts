import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createPostgresDatabase, migrationsFolder, postgresServer, skip } from "@cofounder/testing";
import { freePort, type RunningServer, startServer } from "@cofounder/testing/server";
import pg from "pg";
import { afterAll, describe, expect, it } from "vitest";
import { approve, signInAsOwner, startWriting, untilEvent } from "./drill.ts";

const count = 6;

async function freePorts(): Promise<number[]> {
  const ports: number[] = [];
  while (ports.length < count) {
    const last = ports.at(-1);
    ports.push(await (last === undefined ? freePort() : freePort(last + 1)));
  }
  return ports;
}

describe("six servers that start at once on an empty database", async () => {
  const server = await postgresServer();
  if (server === null) return skip("six servers that start at once", "no PostgreSQL answers");
  const dataDir = mkdtempSync(join(tmpdir(), "cofounder-drill-"));
  const postgres = await createPostgresDatabase(server, { isEmpty: true });
  const servers: RunningServer[] = [];
  afterAll(async () => {
    for (const each of servers) if (!each.hasExited()) await each.kill();
    await postgres.drop();
    rmSync(dataDir, { recursive: true, force: true });
  });

  it("all come up, each migration ran once, and a task given to one of them is finished", async () => {
    const env = { DATABASE_URL: postgres.url, DATABASE_POOL_MAX_SIZE: "8", DATABASE_POOL_OVERFLOW: "0" };
    const outcomes = await Promise.allSettled((await freePorts()).map((port) => startServer({ port, dataDir, env })));
    servers.push(...outcomes.flatMap((outcome) => (outcome.status === "fulfilled" ? [outcome.value] : [])));
    expect(outcomes.flatMap((outcome) => (outcome.status === "rejected" ? [String(outcome.reason)] : []))).toEqual([]);

    const client = new pg.Client(postgres.url);
    await client.connect();
    const { rows } = await client.query("select count(*)::int as ran, count(distinct hash)::int as different from drizzle.__drizzle_migrations");
    const { rows: engine } = await client.query("select count(*)::int as rows from dbos.dbos_migrations");
    await client.end();
    const { entries } = JSON.parse(readFileSync(join(migrationsFolder, "meta/_journal.json"), "utf8")) as { entries: unknown[] };
    expect(rows).toEqual([{ ran: entries.length, different: entries.length }]);
    expect(engine).toEqual([{ rows: 1 }]);

    const [first] = servers;
    if (first === undefined) throw new Error("There is no server.");
    const owner = await signInAsOwner(first.origin);
    const taskId = await startWriting(owner);
    const asked = await untilEvent({ server: first, client: owner }, taskId, ({ type }) => type === "task.awaiting_approval");
    await approve(owner, String(asked.data?.["approval_id"]));
    await untilEvent({ server: first, client: owner }, taskId, ({ type }) => type === "task.completed");
    for (const each of servers) expect((await fetch(`${each.origin}/api/health`)).status).toBe(200);
  });
});
