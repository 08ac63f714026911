import type pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { emptyTemplate } from "../../test/embedded-template.ts";
import { codeOf, poolOf } from "../../test/pool.ts";
import { bind, execute, flush, openRawClient, parse, query, sync } from "../../test/raw-client.ts";
import { openEmbedded, type Embedded } from "./index.ts";
import { longLogSql, staleTablesSql } from "./worker/maintenance.ts";

let embedded: Embedded;
let pool: pg.Pool;

beforeAll(async () => {
  embedded = await openEmbedded({ dataDir: "memory://", template: await emptyTemplate() });
  pool = poolOf(embedded, 10);
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

describe("the protocol", () => {
  test("after an error the rest of a pipeline is skipped up to its Sync, and the next cycle works", async () => {
    const client = await openRawClient(embedded.stream());
    client.send(parse("", "select 1 / count(*) from account where false"), bind(""), execute(), parse("", "select 1"), bind(""), execute(), sync());
    const failed = await client.until("Z");
    expect(failed.map((line) => line.slice(0, 1)).join("")).toBe("12EZ");
    client.send(parse("", "select 'fine'"), bind(""), execute(), sync());
    expect((await client.until("Z")).at(2)).toContain("fine");
  });

  test("a flushed cycle is answered before its Sync, in portions as the client asks", async () => {
    const client = await openRawClient(embedded.stream());
    client.send(parse("", "select generate_series(1, 3)::text"), bind(""), execute(2), flush());
    const portion = await client.until("s");
    expect(portion.filter((line) => line.startsWith("D"))).toHaveLength(2);
    client.send(execute(2), sync());
    const rest = await client.until("Z");
    expect(rest).toEqual([expect.stringMatching(/^D.*3$/), "C SELECT 1", "Z I"]);
  });

  test("an unnamed statement survives that other connections use theirs", async () => {
    const [one, two] = await Promise.all([openRawClient(embedded.stream()), openRawClient(embedded.stream())]);
    one.send(parse("", "select 'of one'"), sync());
    await one.until("Z");
    two.send(parse("", "select 'of two'"), bind(""), execute(), sync());
    await two.until("Z");
    one.send(bind(""), execute(), sync());
    expect(await one.until("Z")).toEqual(["2", expect.stringContaining("of one"), "C SELECT 1", "Z I"]);
  });

  test("a statement of that name that was closed can be made again", async () => {
    const client = await openRawClient(embedded.stream());
    for (const word of ["first", "second"]) {
      client.send(
        parse("again", `select '${word}'`),
        bind("again"),
        execute(),
        Buffer.concat([Buffer.from([0x43, 0, 0, 0, 11]), Buffer.from("Sagain\0")]),
        sync(),
      );
      expect((await client.until("Z"))[2]).toContain(word);
    }
  });

  test("rows go out by COPY TO STDOUT", async () => {
    const client = await openRawClient(embedded.stream());
    client.send(query("copy (select id from account order by id limit 2) to stdout"));
    expect(await client.until("Z")).toEqual([expect.stringMatching(/^H/), "d 1\n", "d 2\n", "c", "C COPY 2", "Z I"]);
  });

  test("deep nesting is an error, not the end of the database", async () => {
    expect(await codeOf(pool.query("select $1::jsonb", ["[".repeat(50_000) + "]".repeat(50_000)]))).toBe("54001");
    expect(embedded.metrics().restarts).toBe(0);
  });

  test("a result waits for its reader within 1 MiB, and goes on when it reads", async () => {
    const stream = embedded.stream();
    const client = await openRawClient(stream);
    stream.pause();
    client.send(query("select repeat(md5(number::text), 64) from generate_series(1, 5000) number"));
    await expect.poll(() => stream.readableLength).toBeGreaterThan(1024 * 1024);
    const other = pool.query("select 7 as seven");
    expect(stream.readableLength).toBeLessThan(2 * 1024 * 1024);
    stream.resume();
    const answer = await client.until("Z");
    expect(answer.filter((line) => line.startsWith("D"))).toHaveLength(5000);
    expect((await other).rows).toEqual([{ seven: 7 }]);
  });
});

test("maintenance finds the tables that changed much, until they are vacuumed", async () => {
  const stale = async (): Promise<string[]> => (await pool.query<{ format: string }>(staleTablesSql)).rows.map(({ format }) => format);
  await pool.query("create table busy (id int)");
  await pool.query("insert into busy select generate_series(1, 200)");
  await pool.query("update busy set id = id + 1");
  // PostgreSQL brings its counts up to date once a second.
  await expect.poll(stale, { timeout: 20_000 }).toContain("public.busy");
  await pool.query("vacuum (analyze) busy");
  await expect.poll(stale, { timeout: 20_000 }).not.toContain("public.busy");
  expect((await pool.query(longLogSql)).rows).toEqual([{ "?column?": false }]);
});
