import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Duplex } from "node:stream";
import pg from "pg";
import { afterEach, beforeEach, expect, test } from "vitest";
import { emptyTemplate } from "../../test/embedded-template.ts";
import { openEmbedded, type Embedded, type EmbeddedOptions } from "./index.ts";

let folder: string;
let embedded: Embedded;
let pool: pg.Pool;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "embedded-"));
});

afterEach(async () => {
  await pool.end();
  await embedded.close();
  await rm(folder, { recursive: true, force: true });
});

/** Opens the folder; `restarted` is settled when the database was opened again. */
async function open(options: Partial<EmbeddedOptions>): Promise<{ restarted: Promise<string> }> {
  let onRestart: (reason: string) => void = () => undefined;
  const restarted = new Promise<string>((resolve) => (onRestart = resolve));
  embedded = await openEmbedded({ dataDir: folder, template: await emptyTemplate(), onRestart, ...options });
  pool = new pg.Pool({ stream: () => embedded.stream() as Duplex as never, max: 4 });
  pool.on("error", () => undefined);
  return { restarted };
}

async function codeOf(attempt: Promise<unknown>): Promise<string | undefined> {
  return attempt.then(
    () => undefined,
    (error: { code?: string }) => error.code,
  );
}

test("a statement that runs away is stopped, those who wait are told, and the next query works", async () => {
  const { restarted } = await open({ unitTimeoutMs: 400 });
  await pool.query("create table kept (id int)");
  await pool.query("insert into kept values (1)");
  const idle = await pool.connect();
  const idleEnded = new Promise<{ code?: string }>((resolve) => idle.on("error", resolve));
  const runaway = codeOf(pool.query("select count(*) from generate_series(1, 1000000000000)"));
  const waiting = codeOf(pool.query("insert into kept values (2)"));
  expect(await runaway).toBe("57014");
  expect(await waiting).toBe("57P01");
  expect((await idleEnded).code).toBe("57P01");
  idle.release(true);
  expect(await codeOf(pool.query("select 1"))).toBe("57P03");
  expect(await restarted).toContain("longer than 0.4 seconds");
  expect((await pool.query("select id from kept")).rows).toEqual([{ id: 1 }]);
  expect(embedded.metrics().restarts).toBe(1);
});

test("closing tells the open connections and gives the folder free", async () => {
  await open({});
  const client = await pool.connect();
  await client.query("create table kept (id int)");
  await client.query("begin");
  await client.query("insert into kept values (1)");
  const ended = new Promise<{ code?: string }>((resolve) => client.on("error", resolve));
  await embedded.close();
  expect((await ended).code).toBe("57P01");
  client.release(true);
  await open({});
  expect((await pool.query("select count(*)::int as rows from kept")).rows).toEqual([{ rows: 0 }]);
});

test("a dump opens as a template in another folder", async () => {
  await open({});
  await pool.query("create table kept (id int)");
  await pool.query("insert into kept select generate_series(1, 1000)");
  const { writeFile } = await import("node:fs/promises");
  const template = join(folder, "copy.tgz");
  await writeFile(template, await embedded.dump());
  const copy = await openEmbedded({ dataDir: join(folder, "copy"), template });
  const copyPool = new pg.Pool({ stream: () => copy.stream() as Duplex as never });
  expect((await copyPool.query("select count(*)::int as rows from kept")).rows).toEqual([{ rows: 1000 }]);
  await copyPool.end();
  await copy.close();
});
