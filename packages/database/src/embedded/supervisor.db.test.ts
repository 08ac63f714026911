import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { emptyTemplate } from "../../test/embedded-template.ts";
import { codeOf, poolOf } from "../../test/pool.ts";
import { openEmbedded, type Embedded } from "./index.ts";

let folder: string;
let embedded: Embedded;
let pool: pg.Pool;
let onRestart: (reason: string) => void = () => undefined;

function endOf(client: pg.PoolClient): Promise<string | undefined> {
  return new Promise((resolve) => client.on("error", (error) => resolve("code" in error ? String(error.code) : undefined)));
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "embedded-"));
  embedded = await openEmbedded({
    dataDir: folder,
    template: await emptyTemplate(),
    unitTimeoutMs: 1_000,
    idleInTransactionMs: 1_000,
    onRestart: (reason) => onRestart(reason),
  });
  pool = poolOf(embedded);
  await pool.query("create table kept (id int)");
  await pool.query("insert into kept values (1)");
});

afterAll(async () => {
  await pool.end();
  await embedded.close();
  await rm(folder, { recursive: true, force: true });
});

test("a folder in use is refused to a second taker", async () => {
  await expect(openEmbedded({ dataDir: folder })).rejects.toThrow(`in use by process ${process.pid}`);
});

test("a transaction that does nothing for too long is ended, and those who wait go on", async () => {
  const idle = await pool.connect();
  const end = endOf(idle);
  await idle.query("begin");
  await idle.query("insert into kept values (2)");
  const others = pool.query("select id from kept");
  expect(await end).toBe("25P03");
  expect((await others).rows).toEqual([{ id: 1 }]);
  idle.release(true);
});

test("a statement that runs away is stopped, those who wait are told, and the next query works", async () => {
  const restarted = new Promise<string>((resolve) => (onRestart = resolve));
  const idle = await pool.connect();
  const idleEnd = endOf(idle);
  const runaway = codeOf(pool.query("select count(*) from generate_series(1, 1000000000000)"));
  const waiting = codeOf(pool.query("insert into kept values (2)"));
  expect(await runaway).toBe("57014");
  expect(await waiting).toBe("57P01");
  expect(await idleEnd).toBe("57P01");
  idle.release(true);
  expect(await codeOf(pool.query("select 1"))).toBe("57P03");
  await expect(embedded.checkpoint()).rejects.toMatchObject({ code: "unavailable" });
  expect(await restarted).toContain("longer than 1 seconds");
  expect((await pool.query("select id from kept")).rows).toEqual([{ id: 1 }]);
  expect(embedded.metrics().restarts).toBe(1);
});

test("a dump opens as a template", async () => {
  const template = join(folder, "copy.tgz");
  await writeFile(template, await embedded.dump());
  const copy = await openEmbedded({ dataDir: "memory://", template });
  const copyPool = poolOf(copy);
  expect((await copyPool.query("select id from kept")).rows).toEqual([{ id: 1 }]);
  await copyPool.end();
  await copy.close();
});

test("closing ends open transactions, tells their connections, and gives the folder free with all that was committed", async () => {
  const client = await pool.connect();
  await client.query("begin");
  await client.query("insert into kept values (3)");
  const end = endOf(client);
  await embedded.close();
  expect(await end).toBe("57P01");
  client.release(true);
  expect(await codeOf(pool.query("select 1"))).toBe("57P03");
  expect(await readdir(folder)).not.toContain(".lock.sock");
  embedded = await openEmbedded({ dataDir: folder });
  pool = poolOf(embedded);
  expect((await pool.query("select id from kept")).rows).toEqual([{ id: 1 }]);
});
