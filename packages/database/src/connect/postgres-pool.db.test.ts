import { postgresServer, skip } from "@cofounder/testing";
import { describe, expect, it } from "vitest";
import { createPool } from "./postgres-pool.ts";

describe("a pool in a burst", async () => {
  const server = await postgresServer();
  if (server === null) return skip("a pool in a burst", "no PostgreSQL answers");

  it("lends more than it keeps, and does not close and open them between two requests", async () => {
    const sizes = { min: 0, max: 1, overflow: 2, acquireTimeoutMs: 10_000, idleTimeoutMs: 60_000 };
    const pool = createPool({ connectionString: server }, sizes, (error) => expect.unreachable(String(error)));
    let opened = 0;
    pool.on("connect", () => (opened += 1));
    const burst = (): Promise<unknown> => Promise.all(Array.from({ length: 6 }, () => pool.query("select pg_backend_pid()")));
    await burst();
    await burst();
    await burst();
    expect(opened).toBe(3);
    await pool.end();
  });
});
