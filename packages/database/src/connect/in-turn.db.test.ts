import { createPostgresDatabase, postgresServer, skip } from "@cofounder/testing";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createDatabase, type Database } from "../create-database.ts";

describe("work that replicas do in turn", async () => {
  const server = await postgresServer();
  if (server === null) return skip("work that replicas do in turn", "no PostgreSQL answers");
  const replicas: Database[] = [];
  let drop: () => Promise<void>;

  beforeAll(async () => {
    const made = await createPostgresDatabase(server, { isEmpty: true });
    drop = made.drop;
    for (let index = 0; index < 3; index++)
      replicas.push(await createDatabase({ url: made.url, dataDir: "", pool: { min: 0, max: 2, overflow: 0 } }));
  });
  afterAll(async () => {
    await Promise.all(replicas.map((replica) => replica.close()));
    await drop();
  });

  it("never overlaps under one lock, and a failure gives the turn to the next", async () => {
    const told: string[] = [];
    const runs = replicas.map((replica, index) =>
      replica.inTurn(1, async () => {
        told.push("begins");
        await replica.ping();
        told.push("ends");
        if (index === 0) throw new Error("The first one fails.");
        return index;
      }),
    );
    const outcomes = await Promise.allSettled(runs);
    expect(outcomes.map((outcome) => (outcome.status === "fulfilled" ? outcome.value : "failed"))).toEqual(["failed", 1, 2]);
    expect(told).toEqual(["begins", "ends", "begins", "ends", "begins", "ends"]);
  });

  it("lets its holder build an index concurrently while another one waits", async () => {
    const [first, second] = replicas;
    if (first === undefined || second === undefined) throw new Error("There are no replicas.");
    await first.sql.execute(sql`create table page (title text)`);
    let waited: Promise<string> | undefined;
    await first.inTurn(1, async () => {
      waited = second.inTurn(1, () => Promise.resolve("after"));
      const asking = sql`select 1 from pg_stat_activity where query like '%advisory_lock%' and pid <> pg_backend_pid()`;
      await expect.poll(async () => (await first.sql.execute(asking)).rows.length).toBe(2);
      await first.sql.execute(sql`create index concurrently page_by_title on page (title)`);
    });
    expect(await waited).toBe("after");
  });
});
