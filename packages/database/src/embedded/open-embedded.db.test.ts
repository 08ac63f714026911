import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openEmbedded, type Embedded } from "./index.ts";

let embedded: Embedded;
let pool: pg.Pool;

beforeAll(async () => {
  embedded = await openEmbedded({ dataDir: "memory://" });
  pool = new pg.Pool({ stream: () => embedded.stream() as never, max: 10 });
});

afterAll(async () => {
  await pool.end();
  await embedded.close();
});

test("a pool of connections talks to the embedded database like to a server", async () => {
  const { rows } = await pool.query("select $1::int + 1 as answer", [41]);
  expect(rows).toEqual([{ answer: 42 }]);
});
