import { describe, expect, test } from "vitest";
import { reviewSql, splitStatements } from "./statements.ts";

function pieces(sql: string): string[] {
  return splitStatements(sql).map(({ from, to }) => sql.slice(from, to).trim());
}

describe("cutting SQL into statements", () => {
  test.each([
    ["select 1; select 2", ["select 1", "select 2"]],
    ["select ';'; select 2", ["select ';'", "select 2"]],
    ["select 'it''s;'; x", ["select 'it''s;'", "x"]],
    ["select E'\\';'; x", ["select E'\\';'", "x"]],
    ["select name'\\'; x", ["select name'\\'", "x"]],
    ['select "a;""b"; x', ['select "a;""b"', "x"]],
    ["select 1 -- a;b\n; x", ["select 1 -- a;b", "x"]],
    ["/* a; /* b; */ c; */ select 1; x", ["/* a; /* b; */ c; */ select 1", "x"]],
    ["do $$ begin; end $$; x", ["do $$ begin; end $$", "x"]],
    ["do $a$ $$;$$ $b$;$b$ $a$; x", ["do $a$ $$;$$ $b$;$b$ $a$", "x"]],
    ["select $1; x", ["select $1", "x"]],
    ["select a$b$c; x", ["select a$b$c", "x"]],
    ["select 'open; x", ["select 'open; x"]],
  ])("%s", (sql, expected) => {
    expect(pieces(sql)).toEqual(expected);
  });
});

describe("what may run in a shared session", () => {
  test.each([
    "select 1",
    "update account set amount = 1",
    "SET LOCAL search_path = x",
    "set transaction isolation level serializable",
    "set constraints all deferred",
    "SET idle_in_transaction_session_timeout = 60000",
    "set session statement_timeout to 0",
    "create table t (id int)",
    "create temporary table t (id int) on commit drop",
    "copy account to stdout",
    "copy (select 'from stdin') to stdout",
    "/* copy t from stdin */ select 1",
    "select 'x; set search_path = y'",
  ])("%s runs as it is", (sql) => {
    expect(reviewSql(sql)).toEqual({ listens: [] });
  });

  test.each([
    "copy account from stdin",
    "  -- a note\n/* another */ COPY account FROM STDIN (format csv)",
    "copy account to '/tmp/x'",
    "copy account from program 'to stdout'",
    "set search_path = x",
    "SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY",
    "set session authorization nobody",
    "set time zone 'CET'",
    "reset all",
    "discard all",
    "prepare p as select 1",
    "execute p",
    "deallocate all",
    "create temp table t (id int)",
    "create local temporary table t as select 1",
  ])("%s becomes a statement that fails", (sql) => {
    expect(reviewSql(sql).replacement).toMatch(/^DO \$refused\$BEGIN RAISE EXCEPTION USING ERRCODE = '0A000'/);
  });

  test("among several statements only the refused one is exchanged", () => {
    const { replacement } = reviewSql("select 'a;b'; copy t from stdin; select 2;");
    expect(replacement).toMatch(/^select 'a;b'; DO \$refused\$.*END\$refused\$; select 2;$/);
  });
});

describe("channels", () => {
  test("LISTEN runs as it is and is noted; unquoted names are folded, quoted ones kept, long ones cut", () => {
    expect(reviewSql("LISTEN News")).toEqual({ listens: [{ channel: "news", isOn: true }] });
    expect(reviewSql('listen "My ""News"""')).toEqual({ listens: [{ channel: 'My "News"', isOn: true }] });
    expect(reviewSql(`listen ${"x".repeat(80)}`).listens[0]?.channel).toHaveLength(63);
  });

  test("UNLISTEN is noted and never reaches the shared session", () => {
    expect(reviewSql("unlisten news")).toEqual({ replacement: 'UNLISTEN " "', listens: [{ channel: "news", isOn: false }] });
    expect(reviewSql("unlisten *").listens).toEqual([{ channel: "*", isOn: false }]);
  });

  test("several in one text are noted in order", () => {
    expect(reviewSql("listen a; listen b; unlisten a").listens).toEqual([
      { channel: "a", isOn: true },
      { channel: "b", isOn: true },
      { channel: "a", isOn: false },
    ]);
  });
});
