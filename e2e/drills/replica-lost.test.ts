import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createPostgresDatabase, postgresServer, skip } from "@cofounder/testing";
import { freePort, type RunningServer, startServer } from "@cofounder/testing/server";
import { afterAll, describe, expect, it } from "vitest";
import { approve, signInAsOwner, startWriting, topics, untilEvent } from "./drill.ts";

describe("two servers on one database", async () => {
  const server = await postgresServer();
  if (server === null) return skip("a lost replica", "no PostgreSQL answers");
  const dataDir = mkdtempSync(join(tmpdir(), "cofounder-drill-"));
  const postgres = await createPostgresDatabase(server);
  const servers: RunningServer[] = [];
  afterAll(async () => {
    for (const each of servers) if (!each.hasExited()) await each.kill();
    await postgres.drop();
    rmSync(dataDir, { recursive: true, force: true });
  });

  const start = async (): Promise<RunningServer> => {
    const started = await startServer({
      port: await freePort(),
      dataDir,
      env: { DATABASE_URL: postgres.url, DATABASE_POOL_MAX_SIZE: "10", DATABASE_POOL_OVERFLOW: "2" },
    });
    servers.push(started);
    return started;
  };

  it("the tasks of the one that is killed are finished by the other within 30 seconds", async () => {
    const first = await start();
    const second = await start();
    const atFirst = await signInAsOwner(first.origin);
    const tasks = await Promise.all(topics.slice(0, 3).map((topic) => startWriting(atFirst, topic)));
    await untilEvent({ server: first, client: atFirst }, tasks[0] ?? "", ({ type }) => type === "task.step_completed");
    await first.kill();
    const killedAt = performance.now();
    const atSecond = await signInAsOwner(second.origin);
    for (const taskId of tasks) {
      const asked = await untilEvent({ server: second, client: atSecond }, taskId, ({ type }) => type === "task.awaiting_approval");
      await approve(atSecond, String(asked.data?.["approval_id"]));
      await untilEvent({ server: second, client: atSecond }, taskId, ({ type }) => type === "task.completed");
    }
    expect(performance.now() - killedAt).toBeLessThan(30_000);
    const { data: posts } = await atSecond.cms.listPosts({});
    expect(posts).toHaveLength(3);
    expect(new Set(posts.map((post) => post.slug)).size).toBe(3);
  });
});
