import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { createPostgresDatabase, postgresServer, skip } from "@cofounder/testing";
import { freePort, startServer, startTcpProxy } from "@cofounder/testing/server";
import { describe, expect, it } from "vitest";
import { approve, signInAsOwner, startWriting, untilEvent } from "./drill.ts";

const awayMs = 10_000;
const patienceMs = 15_000;

/** Health is looked at once a second at most, so what it says may be that old. */
async function untilStatus(url: string, status: number): Promise<void> {
  const until = performance.now() + patienceMs;
  for (;;) {
    const answer = await fetch(url);
    if (answer.status === status) return;
    if (performance.now() > until) throw new Error(`${url} still answers ${answer.status}, not ${status}.`);
    await sleep(100);
  }
}

describe("a database that goes away for ten seconds", async () => {
  const server = await postgresServer();
  if (server === null) return skip("a database that goes away", "no PostgreSQL answers");

  it("is told with 503 meanwhile, and the work goes on when it is back", async () => {
    const dataDir = mkdtempSync(join(tmpdir(), "cofounder-drill-"));
    const postgres = await createPostgresDatabase(server);
    const url = new URL(postgres.url);
    const proxy = await startTcpProxy({ host: url.hostname, port: Number(url.port || 5432) });
    url.port = String(proxy.port);
    url.hostname = "127.0.0.1";
    const started = await startServer({ port: await freePort(), dataDir, env: { DATABASE_URL: url.href, DATABASE_POOL_TIMEOUT_SECONDS: "2" } });
    try {
      const client = await signInAsOwner(started.origin);
      const taskId = await startWriting(client);
      await untilEvent({ server: started, client }, taskId, ({ type }) => type === "task.step_completed");
      await proxy.cut();
      await untilStatus(`${started.origin}/api/health`, 503);
      const refused = await fetch(`${started.origin}/api/tasks`, { headers: { authorization: `Bearer ${client.token()}` } });
      expect(refused.status).toBe(503);
      expect(await refused.json()).toMatchObject({ code: "unavailable", status: 503 });
      expect((await fetch(`${started.origin}/api/live`)).status).toBe(200);
      // The drill is about time that passes without a database.
      await sleep(awayMs);
      await proxy.restore();
      const asked = await untilEvent({ server: started, client }, taskId, ({ type }) => type === "task.awaiting_approval");
      await approve(client, String(asked.data?.["approval_id"]));
      await untilEvent({ server: started, client }, taskId, ({ type }) => type === "task.completed");
      expect((await client.cms.listPosts({})).data).toHaveLength(1);
      await untilStatus(`${started.origin}/api/health`, 200);
    } finally {
      await started.kill();
      await proxy.close();
      await postgres.drop();
      rmSync(dataDir, { recursive: true, force: true });
    }
  });
});
