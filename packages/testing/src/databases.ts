import { createHash, randomUUID } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createDatabase, type Database } from "@cofounder/database";
import pg from "pg";
import { afterAll, beforeAll, describe } from "vitest";
import { skip } from "./skips.ts";

const root = fileURLToPath(new URL("../../../", import.meta.url));
export const migrationsFolder = join(root, "apps/server/migrations");
const cacheFolder = join(root, "node_modules/.cache/cofounder");

function migrationsHash(): string {
  const hash = createHash("sha256");
  for (const name of readdirSync(migrationsFolder, { recursive: true, encoding: "utf8" }).toSorted()) {
    if (name.endsWith(".sql") || name.endsWith("_journal.json")) hash.update(name).update(readFileSync(join(migrationsFolder, name)));
  }
  return hash.digest("hex").slice(0, 16);
}

/** A migrated data folder as a file, made once for each state of the migrations. */
export async function embeddedTemplate(): Promise<string> {
  const file = join(cacheFolder, `template-${migrationsHash()}.tar.gz`);
  if (existsSync(file)) return file;
  mkdirSync(cacheFolder, { recursive: true });
  const dataDir = join(cacheFolder, `making-${randomUUID()}`);
  const database = await createDatabase({ url: "", dataDir });
  await database.migrate(migrationsFolder);
  const dump = await database.embedded?.dump();
  await database.close();
  rmSync(dataDir, { recursive: true, force: true });
  const part = `${file}.${randomUUID()}`;
  writeFileSync(part, dump ?? new Uint8Array());
  renameSync(part, file);
  return file;
}

/** The PostgreSQL server that tests may use, or null where none answers. */
export async function postgresServer(): Promise<string | null> {
  const url = process.env["TEST_POSTGRES_URL"] ?? "postgres://postgres@127.0.0.1:5432/postgres";
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 1500 });
  try {
    await client.connect();
    await client.end();
    return url;
  } catch {
    return null;
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

function databaseUrl(server: string, name: string): string {
  const url = new URL(server);
  url.pathname = `/${name}`;
  return url.href;
}

async function ensurePostgresTemplate(server: string): Promise<string> {
  const name = `cofounder_template_${migrationsHash()}`;
  await onServer(server, async (client) => {
    await client.query("select pg_advisory_lock(7215491)");
    const { rowCount } = await client.query("select 1 from pg_database where datname = $1", [name]);
    if ((rowCount ?? 0) > 0) return;
    const making = `${name}_making`;
    await client.query(`drop database if exists ${making} with (force)`);
    await client.query(`create database ${making}`);
    const database = await createDatabase({ url: databaseUrl(server, making), dataDir: "", pool: { min: 0, max: 8, overflow: 0 } });
    await database.migrate(migrationsFolder);
    await database.close();
    await client.query(`alter database ${making} rename to ${name}`);
  });
  return name;
}

export interface TestPostgres {
  url: string;
  drop(): Promise<void>;
}

/** A database of its own on the server, made from the migrated template; with `isEmpty`, from nothing. */
export async function createPostgresDatabase(server: string, { isEmpty = false } = {}): Promise<TestPostgres> {
  const template = isEmpty ? "template1" : await ensurePostgresTemplate(server);
  const name = `cofounder_test_${randomUUID().replaceAll("-", "")}`;
  await onServer(server, async (client) => {
    await client.query("select pg_advisory_lock(7215492)");
    await client.query(`create database ${name} template ${template}`);
  });
  return {
    url: databaseUrl(server, name),
    drop: () => onServer(server, async (client) => void (await client.query(`drop database if exists ${name} with (force)`))),
  };
}

/** Registers the tests of `body` twice: on the embedded database, and on PostgreSQL where a server answers. */
export function eachDatabase(body: (database: () => Database) => void): void {
  let current: Database | undefined;
  const get = (): Database => {
    if (current === undefined) throw new Error("The test database is not open yet.");
    return current;
  };

  describe("embedded", () => {
    beforeAll(async () => {
      current = await createDatabase({ url: "memory:", dataDir: "", template: await embeddedTemplate() });
    });
    afterAll(() => current?.close());
    body(get);
  });

  describe("postgres", async () => {
    const server = await postgresServer();
    if (server === null) return skip("tests on PostgreSQL", "no server answers at TEST_POSTGRES_URL or 127.0.0.1:5432");
    let made: TestPostgres | undefined;
    beforeAll(async () => {
      made = await createPostgresDatabase(server);
      current = await createDatabase({ url: made.url, dataDir: "", pool: { min: 0, max: 12, overflow: 2 } });
    });
    afterAll(async () => {
      await current?.close();
      await made?.drop();
    });
    body(get);
  });
}
