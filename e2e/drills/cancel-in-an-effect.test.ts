import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createPostgresDatabase, postgresServer, skip } from "@cofounder/testing";
import { freePort, signInAsOwner, startServer } from "@cofounder/testing/server";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { approve, cancelMs, leftOf, nothing, startWriting, topics, untilAsked } from "./drill.ts";

interface Barrier {
  /** Lets nobody begin an effect from now on. */
  lower(): Promise<void>;
  /** Lets effects pass one by one, and resolves when one of this step stands before it. */
  reachedBy(taskId: string, step: string): Promise<void>;
  /** Resolves when nothing that was told of a cancel is left to react to. */
  cancelHeard(): Promise<void>;
  /** Lets whoever waits go on, and resolves when their effect is done. */
  raise(): Promise<void>;
}

/** Every effect of a step begins with a row in one table: whoever holds that table holds the step in the middle. */
function barrierOn(client: pg.Client): Barrier {
  const lock = "lock table floor.effects in share mode";
  const waiting = "select 1 from pg_locks where relation = 'floor.effects'::regclass and not granted";
  const unheard = "select 1 from floor.outbox where type = 'task.cancelled' and not is_dispatched";
  const rowsOf = async (query: string): Promise<number> => (await client.query(query)).rows.length;
  const lower = async (): Promise<void> => {
    await client.query("begin");
    await client.query(lock);
  };
  /** Whoever waits has asked before us: we get the table when their effect is done, and before the next one. */
  const letOnePass = async (): Promise<void> => {
    await client.query("commit");
    await lower();
  };
  return {
    lower,
    async reachedBy(taskId, step) {
      for (;;) {
        await expect.poll(() => rowsOf(waiting), { timeout: 20_000 }).toBe(1);
        const { rows } = await client.query<{ step: string }>("select step from tasks.tasks where id = $1", [taskId]);
        if (rows[0]?.step === step) return;
        await letOnePass();
      }
    },
    async cancelHeard() {
      await expect.poll(() => rowsOf(unheard), { timeout: cancelMs }).toBe(0);
    },
    async raise() {
      await letOnePass();
      await client.query("commit");
    },
  };
}

describe("a task cancelled in the middle of an effect", async () => {
  const server = await postgresServer();
  if (server === null) return skip("a cancel in the middle of an effect", "no PostgreSQL answers");
  const dataDir = mkdtempSync(join(tmpdir(), "cofounder-drill-"));
  const postgres = await createPostgresDatabase(server);
  const client = new pg.Client(postgres.url);
  const barrier = barrierOn(client);
  const running = await startServer({ port: await freePort(), dataDir, env: { DATABASE_URL: postgres.url } });
  const owner = await signInAsOwner(running.origin);
  const at = { server: running, client: owner };
  beforeAll(() => client.connect());
  afterAll(async () => {
    await client.end();
    await running.kill();
    await postgres.drop();
    rmSync(dataDir, { recursive: true, force: true });
  });

  it.each([
    ["finish", topics[0]],
    ["decide", topics[4]],
    ["publish", topics[6]],
  ])("at %s leaves no draft, asks nobody and publishes nothing", async (step, topic) => {
    if (step !== "publish") await barrier.lower();
    const taskId = await startWriting(owner, topic);
    if (step === "publish") {
      const approvalId = await untilAsked(at, taskId);
      await barrier.lower();
      await approve(owner, approvalId);
    }
    await barrier.reachedBy(taskId, step);
    await owner.tasks.cancelTask({ task_id: taskId });
    await barrier.cancelHeard();
    await barrier.raise();
    await expect.poll(() => leftOf(at, taskId), { timeout: cancelMs }).toEqual(nothing);
    expect((await owner.cms.listPosts({})).data).toEqual([]);
  });
});
