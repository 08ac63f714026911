/**
 * Opens the folder given as its argument, says which rows it finds, and then writes rows over four connections and says
 * each one that is committed, until it is killed. Run by kill-nine.db.test.ts.
 */
import { writeSync } from "node:fs";
import pg from "pg";
import { openEmbedded } from "../src/embedded/index.ts";

const [folder = "", template = ""] = process.argv.slice(2);

function say(line: string): void {
  writeSync(1, `${line}\n`);
}

const embedded = await openEmbedded({ dataDir: folder, template, checkpointMs: 40 });
const pool = new pg.Pool({ stream: () => embedded.stream(), max: 4 });
await pool.query("create table if not exists debit (id int primary key, body text not null)");
await pool.query("create table if not exists credit (id int primary key references debit)");
const { rows } = await pool.query<{ ids: number[]; halves: number }>(
  "select coalesce(array_agg(id), '{}') as ids, count(*) filter (where not exists (select from credit where credit.id = debit.id))::int as halves from debit",
);
say(`found ${JSON.stringify(rows[0])}`);

let last = Math.max(0, ...(rows[0]?.ids ?? []));

async function write(): Promise<never> {
  const client = await pool.connect();
  for (;;) {
    last += 1;
    const id = last;
    await client.query("begin");
    await client.query("insert into debit values ($1, repeat(md5($2), 20))", [id, String(id)]);
    await client.query({ name: "credit", text: "insert into credit values ($1)", values: [id] });
    await client.query("commit");
    say(`kept ${id}`);
  }
}

await Promise.all([write(), write(), write(), write()]);
