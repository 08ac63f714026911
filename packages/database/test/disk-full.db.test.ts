import { execFileSync } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Duplex } from "node:stream";
import pg from "pg";
import { skip } from "@cofounder/testing";
import { afterAll, expect, test } from "vitest";
import { openEmbedded, type Embedded } from "../src/embedded/index.ts";
import { emptyTemplate } from "./embedded-template.ts";

const megabyte = 1024 * 1024;
const folder = mkdtempSync(join(tmpdir(), "disk-full-"));

/** A small disk of its own; undefined where this user may not mount one. */
function mountSmallDisk(megabytes: number): string | undefined {
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", `size=${megabytes}m`, "none", folder], { stdio: "pipe" });
    return undefined;
  } catch (error) {
    return `mounting a small disk is refused: ${error instanceof Error ? error.message.split("\n")[0] : String(error)}`;
  }
}

const refusal = mountSmallDisk(110);

afterAll(async () => {
  if (refusal === undefined) execFileSync("umount", ["-l", folder]);
  await rm(folder, { recursive: true, force: true });
});

/** Writes until a write fails; answers how many were kept and the error's code. */
async function writeUntilRefused(pool: pg.Pool, from: number): Promise<{ kept: number; code: string | undefined }> {
  const insert = "insert into page select $1, repeat(md5($2), 8000)";
  for (let kept = 0; ; kept += 1) {
    const code = await codeOf(pool.query(insert, [from + kept, String(from + kept)]));
    if (code !== undefined) return { kept, code };
  }
}

async function codeOf(attempt: Promise<unknown>): Promise<string | undefined> {
  return attempt.then(
    () => undefined,
    (error: { code?: string }) => error.code ?? "none",
  );
}

async function rowsOf(pool: pg.Pool): Promise<number | undefined> {
  return (await pool.query<{ rows: number }>("select count(*)::int as rows from page where length(body) = 256000")).rows[0]?.rows;
}

function poolOf(database: Embedded): pg.Pool {
  const pool = new pg.Pool({ stream: () => database.stream() as Duplex as never, max: 2 });
  pool.on("error", () => undefined);
  return pool;
}

async function fillAndFree(): Promise<void> {
  const restarts: string[] = [];
  const embedded = await openEmbedded({
    dataDir: join(folder, "data"),
    template: await emptyTemplate(),
    onRestart: (reason) => restarts.push(reason),
  });
  const pool = poolOf(embedded);
  await pool.query("create table page (id int primary key, body text not null)");
  await pool.query("alter table page alter column body set storage external");

  const first = await writeUntilRefused(pool, 0);
  expect(first.code).toBe("53100");
  expect(first.kept).toBeGreaterThan(10);
  expect(await rowsOf(pool)).toBe(first.kept);

  await writeFile(join(folder, "filler"), Buffer.alloc(100 * megabyte)).catch((error: NodeJS.ErrnoException) => expect(error.code).toBe("ENOSPC"));
  expect((await writeUntilRefused(pool, 10_000)).code).toBe("53100");
  expect(await rowsOf(pool)).toBe(first.kept);

  await rm(join(folder, "filler"));
  execFileSync("mount", ["-o", "remount,size=250m", folder]);
  await expect.poll(() => codeOf(pool.query("update page set body = body where id = 0")), { timeout: 10_000 }).toBeUndefined();
  await pool.end();
  await embedded.close();

  const again = await openEmbedded({ dataDir: join(folder, "data") });
  const poolAgain = poolOf(again);
  expect(await rowsOf(poolAgain)).toBe(first.kept);
  await poolAgain.end();
  await again.close();
  expect(restarts).toEqual([]);
}

const sentence = "on a full disk writing is refused, reading goes on, and writing comes back with the space";
if (refusal === undefined) test(sentence, fillAndFree, 300_000);
else skip(sentence, refusal);
