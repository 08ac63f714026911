import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { mountSmallDisk } from "@cofounder/testing";
import type pg from "pg";
import { assert, expect, test } from "vitest";
import { openEmbedded } from "../src/embedded/index.ts";
import { emptyTemplate } from "./embedded-template.ts";
import { codeOf, poolOf } from "./pool.ts";

const megabyte = 1024 * 1024;

/** Writes until a write fails; answers how many were kept and the error's code. */
async function writeUntilRefused(pool: pg.Pool, from: number): Promise<{ kept: number; code: string }> {
  for (let kept = 0; ; kept += 1) {
    const code = await codeOf(pool.query("insert into page select $1, repeat(md5($2), 8000)", [from + kept, String(from + kept)]));
    if (code !== undefined) return { kept, code };
  }
}

async function rowsOf(pool: pg.Pool): Promise<number | undefined> {
  return (await pool.query<{ rows: number }>("select count(*)::int as rows from page where length(body) = 256000")).rows[0]?.rows;
}

const sentence = "on a full disk writing is refused, reading goes on, and writing comes back with the space";
const disk = mountSmallDisk(sentence, 110);

test.runIf(disk)(sentence, { timeout: 300_000 }, async () => {
  assert(disk);
  const restarts: string[] = [];
  const dataDir = join(disk.folder, "data");
  const embedded = await openEmbedded({ dataDir, template: await emptyTemplate(), onRestart: (reason) => restarts.push(reason) });
  const pool = poolOf(embedded);
  await pool.query("create table page (id int primary key, body text not null)");
  await pool.query("alter table page alter column body set storage external");

  const first = await writeUntilRefused(pool, 0);
  expect(first.code).toBe("53100");
  expect(first.kept).toBeGreaterThan(10);
  expect(await rowsOf(pool)).toBe(first.kept);

  const filled = writeFile(join(disk.folder, "filler"), Buffer.alloc(100 * megabyte));
  await expect(filled).rejects.toMatchObject({ code: "ENOSPC" });
  expect((await writeUntilRefused(pool, 10_000)).code).toBe("53100");
  expect(await rowsOf(pool)).toBe(first.kept);

  const client = await pool.connect();
  expect(await codeOf(client.query("insert into page select $1, 'refused'", [20_000]))).toBe("53100");
  expect((await client.query<{ one: number }>("select $1::int as one", [1])).rows).toEqual([{ one: 1 }]);
  client.release();

  await rm(join(disk.folder, "filler"));
  disk.resize(250);
  await expect.poll(() => codeOf(pool.query("update page set body = body where id = 0")), { timeout: 10_000 }).toBeUndefined();
  await pool.end();
  await embedded.close();

  const again = await openEmbedded({ dataDir });
  const poolAgain = poolOf(again);
  expect(await rowsOf(poolAgain)).toBe(first.kept);
  await poolAgain.end();
  await again.close();
  expect(restarts).toEqual([]);
});
