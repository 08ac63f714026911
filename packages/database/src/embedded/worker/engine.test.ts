import { expect, test } from "vitest";
import { lastWords } from "./engine.ts";

test("the reason of an abort is what PostgreSQL said last", () => {
  const log = ['2026-11-24 12:28:15.613 UTC [42] PANIC:  could not write to file "pg_wal/xlogtemp.42": No space left on device', "Aborted()"];
  expect(lastWords(log, "Aborted()")).toBe('could not write to file "pg_wal/xlogtemp.42": No space left on device');
});

test("details belong to the reason, other lines do not", () => {
  const log = ["LOG:  starting", "x FATAL:  database files are incompatible with server", "x DETAIL:  Catalog version 1.", "x STATEMENT:  select 1"];
  expect(lastWords(log, "exit status 1")).toBe("database files are incompatible with server Catalog version 1.");
});

test("without a word from PostgreSQL the reason is what was thrown", () => {
  expect(lastWords(["LOG:  redo starts"], "Maximum call stack size exceeded")).toBe("Maximum call stack size exceeded");
});
