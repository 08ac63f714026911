import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { freePort, type ServerClient, signInAsOwner, startServer } from "@cofounder/testing/server";
import pg from "pg";
import { type Load, measure, type Measured } from "./measure.ts";

/** Tiers 1 and 2 of the speed budget beside two yardsticks in the same run, on both databases, at 1 and 32 connections. */
const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const say = (line = ""): void => void process.stdout.write(`${line}\n`);

const postsToSeed = 60;
const words = "A bakery that meters its ovens for a month knows where the money goes. ".repeat(60);

interface Row {
  database: "embedded" | "postgres" | "yardstick";
  name: string;
  /** p95 budget at one connection, in milliseconds. */
  budgetMs: number | null;
  one: Measured;
  many: Measured;
}

async function both(database: Row["database"], origin: string, load: Load & { budgetMs?: number }): Promise<Row> {
  await measure(load, { origin, connections: 4, requests: 50, seconds: 5 });
  const one = await measure(load, { origin, connections: 1, requests: 400, seconds: 6 });
  const many = await measure(load, { origin, connections: 32, requests: 4000, seconds: 6 });
  return { database, name: load.name, budgetMs: load.budgetMs ?? null, one, many };
}

async function seed(client: ServerClient): Promise<string> {
  let slug = "";
  for (let index = 0; index < postsToSeed; index++) {
    const { data } = await client.cms.createPost({
      title: `Metering ovens, part ${index}`,
      content: `## Part ${index}\n\n${words}`,
      category: "Energy",
      tags: ["ovens", "metering"],
    });
    await client.cms.publishPost({ slug: data.slug });
    slug = data.slug;
  }
  return slug;
}

function loads(client: ServerClient, slug: string, sourceId: string): (Load & { budgetMs: number })[] {
  const headers = { authorization: `Bearer ${client.token()}` };
  let count = 0;
  const order = (): string => JSON.stringify({ topic: `Bench order ${(count += 1)}`, sources: [{ source_id: sourceId }] });
  return [
    { name: "GET /api/health", method: "GET", path: "/api/health", budgetMs: 5 },
    { name: "GET /api/auth/me", method: "GET", path: "/api/auth/me", headers, budgetMs: 5 },
    { name: "GET /api/posts (ready)", method: "GET", path: "/api/posts", budgetMs: 25 },
    { name: "GET /api/posts (made)", method: "GET", path: "/api/posts", headers, budgetMs: 25 },
    { name: "GET /api/posts/{slug} (ready)", method: "GET", path: `/api/posts/${slug}`, budgetMs: 25 },
    { name: "GET /api/posts/{slug} (made)", method: "GET", path: `/api/posts/${slug}`, headers, budgetMs: 25 },
    { name: "GET /api/categories (made)", method: "GET", path: "/api/categories", headers, budgetMs: 25 },
    { name: "GET /api/tasks", method: "GET", path: "/api/tasks", headers, budgetMs: 25 },
    { name: "POST /api/content/tasks", method: "POST", path: "/api/content/tasks", headers, body: order, budgetMs: 25 },
  ];
}

async function childOn(port: number, file: string, args: string[]): Promise<ChildProcess> {
  const child = spawn(process.execPath, ["--import", "tsx", here(file), String(port), ...args], { stdio: "inherit" });
  for (let tries = 0; tries < 400; tries++) {
    try {
      await (await fetch(`http://127.0.0.1:${port}/posts`)).arrayBuffer();
      return child;
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
  throw new Error(`${file} did not start.`);
}

async function yardstick(name: string, file: string, args: string[]): Promise<Row> {
  const port = await freePort();
  const child = await childOn(port, file, args);
  try {
    return await both("yardstick", `http://127.0.0.1:${port}`, { name, method: "GET", path: "/posts" });
  } finally {
    child.kill();
  }
}

async function onServer<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

async function run(kind: "embedded" | "postgres", databaseUrl: string | null): Promise<Row[]> {
  const dataDir = mkdtempSync(join(tmpdir(), "cofounder-bench-"));
  const server = await startServer({
    port: await freePort(),
    dataDir,
    env: databaseUrl === null ? {} : { DATABASE_URL: databaseUrl },
    startTimeoutMs: 120_000,
  });
  try {
    say(`${kind}: first 200 after ${Math.round(server.startMs)} ms`);
    const client = await signInAsOwner(server.origin);
    const slug = await seed(client);
    const source = await client.research.addSource({ text: words, title: "Metering ovens" });
    const rows: Row[] = [];
    for (const load of loads(client, slug, source.id)) rows.push(await both(kind, server.origin, load));
    if (databaseUrl !== null) {
      rows.push(await yardstick("bare Fastify + pg, list of 20", "./yardsticks/bare-fastify-pg.ts", [databaseUrl]));
      const body = Buffer.from(await (await fetch(`${server.origin}/api/posts`)).arrayBuffer());
      const small = body.subarray(0, 60_000).toString("base64");
      rows.push(await yardstick(`bare node:http, ${Math.round(Math.min(body.byteLength, 60_000) / 1000)} kB`, "./yardsticks/bare-http.ts", [small]));
    }
    return rows;
  } finally {
    await server.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

function print(rows: Row[]): void {
  const bare = rows.find((row) => row.name.startsWith("bare node:http"));
  const ms = (value: number): string => value.toFixed(value < 10 ? 2 : 1).padStart(8);
  say();
  say(`${"".padEnd(44)}${"1 connection, ms".padStart(26)}${"32 connections".padStart(28)}`);
  say(
    `${"".padEnd(44)}${"p50".padStart(8)}${"p95".padStart(8)}${"budget".padStart(10)}${"req/s".padStart(10)}${"p99 ms".padStart(9)}${"of bare".padStart(9)}`,
  );
  for (const row of rows) {
    const share = bare === undefined ? "–" : `${Math.round((row.many.requestsPerSecond / bare.many.requestsPerSecond) * 100)} %`;
    const budget = row.budgetMs === null ? "" : `${row.one.p95 <= row.budgetMs ? "✓" : "✗"} ${row.budgetMs}`;
    const errors = row.one.errors + row.many.errors;
    say(
      `${`${row.database}  ${row.name}`.padEnd(44)}${ms(row.one.p50)}${ms(row.one.p95)}${budget.padStart(10)}${row.many.requestsPerSecond.toFixed(0).padStart(10)}${ms(row.many.p99)} ${share.padStart(8)}${errors === 0 ? "" : `  ${errors} errors`}`,
    );
  }
}

async function postgresRows(): Promise<Row[]> {
  const base = process.env["TEST_POSTGRES_URL"] ?? "postgres://postgres@127.0.0.1:5432/postgres";
  const name = `cofounder_bench_${process.pid}`;
  try {
    await onServer(base, (client) => client.query(`create database ${name}`));
  } catch (error) {
    say(`PostgreSQL is left out: ${error instanceof Error ? error.message : String(error)}`);
    return [];
  }
  const url = new URL(base);
  url.pathname = `/${name}`;
  try {
    return await run("postgres", url.href);
  } finally {
    await onServer(base, (client) => client.query(`drop database if exists ${name} with (force)`));
  }
}

async function measureSpeed(): Promise<void> {
  const rows = [...(await run("embedded", null)), ...(await postgresRows())];
  print(rows);
  mkdirSync(here("./results"), { recursive: true });
  const machine = { node: process.version, cpus: cpus().length, model: cpus()[0]?.model ?? null };
  const file = here(`./results/${new Date().toISOString().slice(0, 10)}.json`);
  writeFileSync(file, `${JSON.stringify({ at: new Date().toISOString(), machine, rows }, null, 2)}\n`);
  say();
  say(`Kept in ${file}`);
}

if (process.argv.includes("--retrieval")) await import("./retrieval/measure-retrieval.ts");
else await measureSpeed();
