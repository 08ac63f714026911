import type { Duplex } from "node:stream";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { emptyTemplate } from "../../test/embedded-template.ts";
import { openEmbedded, type Embedded } from "./index.ts";

let embedded: Embedded;
let pool: pg.Pool;

/** pg's types ask for a socket; the embedded database gives a stream with the parts of one that pg uses. */
function poolOf(database: Embedded, max = 10): pg.Pool {
  const made = new pg.Pool({ stream: () => database.stream() as Duplex as never, max });
  made.on("error", () => undefined);
  return made;
}

async function codeOf(attempt: Promise<unknown>): Promise<string | undefined> {
  return attempt.then(
    () => undefined,
    (error: { code?: string }) => error.code,
  );
}

beforeAll(async () => {
  embedded = await openEmbedded({ dataDir: "memory://", template: await emptyTemplate(), idleInTransactionMs: 300 });
  pool = poolOf(embedded);
  await pool.query("create table account (id int primary key, amount int not null)");
  await pool.query("insert into account select number, 100 from generate_series(1, 20) number");
});

afterAll(async () => {
  await pool.end();
  await embedded.close();
});

/** One of the mixed statements; throws when the answer is not the one that only this statement can have. */
async function mixed(number: number): Promise<void> {
  const from = 1 + (number % 20);
  const to = 1 + ((number * 7 + 3) % 20);
  switch (number % 7) {
    case 0:
      return expect((await pool.query("select $1::int * 2 as answer", [number])).rows).toEqual([{ answer: number * 2 }]);
    case 1:
      return expect((await pool.query({ name: "double", text: "select $1::int * 2 as twice", values: [number] })).rows).toEqual([
        { twice: number * 2 },
      ]);
    case 2:
      return expect((await pool.query({ name: "double", text: "select $1::int * 2 as twice", values: [number] })).rows[0]).toEqual({
        twice: number * 2,
      });
    case 3:
      return expect(await codeOf(pool.query("select $1::int / 0", [number]))).toBe("22012");
    case 4:
      return expect(await codeOf(pool.query(`select nothing_${number}`))).toBe("42703");
    case 5:
      return move(from, to);
    default:
      return moveBackAndForth(from, number);
  }
}

async function inTransaction(work: (client: pg.PoolClient) => Promise<void>): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query("begin");
    await work(client);
    await client.query("commit");
  } finally {
    client.release();
  }
}

async function move(from: number, to: number): Promise<void> {
  await inTransaction(async (client) => {
    await client.query("update account set amount = amount - 1 where id = $1", [from]);
    await client.query({ name: "add", text: "update account set amount = amount + 1 where id = $1", values: [to] });
  });
}

/** An error inside a savepoint leaves the rest of the transaction whole. */
async function moveBackAndForth(id: number, number: number): Promise<void> {
  await inTransaction(async (client) => {
    await client.query("update account set amount = amount - 5 where id = $1", [id]);
    await client.query("savepoint here");
    expect(await codeOf(client.query("insert into account values ($1, 0)", [id]))).toBe("23505");
    await client.query("rollback to savepoint here");
    const { rows } = await client.query("update account set amount = amount + 5 where id = $1 returning $2::int as number", [id, number]);
    expect(rows).toEqual([{ number }]);
  });
}

describe("many connections at once", () => {
  test("500 mixed statements over 10 connections, errors among them, all get their own answers", async () => {
    await Promise.all(Array.from({ length: 500 }, (_, number) => mixed(number)));
    const { rows } = await pool.query("select sum(amount)::int as total, count(*)::int as accounts from account");
    expect(rows).toEqual([{ total: 2000, accounts: 20 }]);
    expect(embedded.metrics()).toMatchObject({ waiting: 0, restarts: 0 });
    expect(embedded.metrics().unitsTotal).toBeGreaterThan(500);
  });

  test("two connections use one name for different prepared statements", async () => {
    const [first, second] = await Promise.all([pool.connect(), pool.connect()]);
    await first.query({ name: "mine", text: "select 'first' || $1 as answer", values: ["!"] });
    await second.query({ name: "mine", text: "select 'second' || $1 as answer", values: ["!"] });
    const again = await first.query({ name: "mine", text: "select 'first' || $1 as answer", values: ["?"] });
    expect(again.rows).toEqual([{ answer: "first?" }]);
    first.release();
    second.release();
  });
});

describe("notifications", () => {
  test("a notification reaches every connection that listens, and no other", async () => {
    const [one, two, deaf] = await Promise.all([pool.connect(), pool.connect(), pool.connect()]);
    const heard: string[] = [];
    for (const [name, client] of Object.entries({ one, two, deaf }))
      client.on("notification", ({ channel, payload }) => heard.push(`${name} ${channel} ${payload}`));
    await one.query("listen news");
    await two.query('LISTEN news; LISTEN "Other"');
    await deaf.query("select pg_notify('news', 'a'), pg_notify('Other', 'b')");
    await Promise.all([one.query("select 1"), two.query("select 1")]);
    expect(heard.toSorted()).toEqual(["one news a", "two Other b", "two news a"]);
    await one.query("unlisten news");
    await deaf.query("notify news, 'c'");
    await Promise.all([one.query("select 1"), two.query("select 1")]);
    expect(heard.slice(3)).toEqual(["two news c"]);
    for (const client of [one, two, deaf]) client.release(true);
  });

  test("a connection that listens inside a rolled back transaction hears nothing", async () => {
    const [listener, other] = await Promise.all([pool.connect(), pool.connect()]);
    const heard: string[] = [];
    listener.on("notification", ({ payload }) => heard.push(payload ?? ""));
    await listener.query("begin");
    await listener.query("listen undone");
    await listener.query("rollback");
    await other.query("listen undone");
    await other.query("notify undone, 'x'");
    await listener.query("select 1");
    expect(heard).toEqual([]);
    listener.release(true);
    other.release(true);
  });
});

describe("transactions", () => {
  test("a connection lost inside a transaction leaves nothing of it", async () => {
    const lost = await pool.connect();
    await lost.query("begin");
    await lost.query("insert into account values (900, 1)");
    lost.release(new Error("lost"));
    expect((await pool.query("select id from account where id = 900")).rows).toEqual([]);
  });

  test("a transaction that does nothing for too long is ended, and the others go on", async () => {
    const idle = await pool.connect();
    const ended = new Promise<{ code?: string }>((resolve) => idle.on("error", resolve));
    await idle.query("begin");
    await idle.query("insert into account values (901, 1)");
    const others = pool.query("select id from account where id = 901");
    expect((await ended).code).toBe("25P03");
    expect((await others).rows).toEqual([]);
    idle.release(true);
  });
});

describe("what cannot be shared", () => {
  test.each([
    ["copy account from stdin", "0A000"],
    ["set search_path = pg_catalog", "0A000"],
    ["prepare p as select 1", "0A000"],
    ["discard all", "0A000"],
    ["create temp table t (id int)", "0A000"],
  ])("%s is refused and the connection goes on", async (sql, code) => {
    const client = await pool.connect();
    expect(await codeOf(client.query(sql))).toBe(code);
    expect((await client.query("select count(*)::int as accounts from account")).rows).toEqual([{ accounts: 20 }]);
    client.release();
  });

  test("a refused COPY inside a transaction fails the transaction like any error", async () => {
    const client = await pool.connect();
    await client.query("begin");
    expect(await codeOf(client.query("copy account from stdin"))).toBe("0A000");
    expect(await codeOf(client.query("select 1"))).toBe("25P02");
    await client.query("rollback");
    expect((await client.query("select 1 as one")).rows).toEqual([{ one: 1 }]);
    client.release();
  });

  test("SET LOCAL holds for its transaction alone", async () => {
    const client = await pool.connect();
    await client.query("begin");
    await client.query("set local search_path = pg_catalog");
    await client.query("commit");
    expect((await client.query("show search_path")).rows).toEqual([{ search_path: "public" }]);
    client.release();
  });
});

describe("large values", () => {
  test("a parameter of 5 MB arrives whole", async () => {
    const text = "0123456789".repeat(500_000);
    const { rows } = await pool.query("select length($1) as length, md5($1) = md5(repeat('0123456789', 500000)) as is_same", [text]);
    expect(rows).toEqual([{ length: 5_000_000, is_same: true }]);
  });

  test("a result of 20 MB arrives whole while others are served", async () => {
    const [large, small] = await Promise.all([
      pool.query("select number, repeat(md5(number::text), 64) as text from generate_series(1, 10000) number"),
      pool.query("select 7 as seven"),
    ]);
    expect(large.rows).toHaveLength(10_000);
    expect(large.rows.every((row: { number: number; text: string }, index) => row.number === index + 1 && row.text.length === 2048)).toBe(true);
    expect(small.rows).toEqual([{ seven: 7 }]);
  });
});
