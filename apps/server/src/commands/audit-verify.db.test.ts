import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { announce, createAppender, createDatabase, type Database, floorTables, lastSeq } from "@cofounder/database";
import { uuidv7 } from "@cofounder/kernel";
import { createPostgresDatabase, ctxOf, embeddedTemplate, postgresServer, skip } from "@cofounder/testing";
import { eq } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { settingsIn } from "../../test/command-settings.ts";
import { auditVerify } from "./audit-verify.ts";

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "cofounder-audit-"))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const rows = 4;

async function addEvents(database: Database): Promise<void> {
  const fail = (error: unknown) => expect.unreachable(String(error));
  const appender = createAppender({ transaction: database.transaction, reactiveTypes: [], report: fail });
  for (let count = 0; count < rows; count++) {
    const event = { type: "post.published", subjectId: uuidv7(), data: { slug: "a-post", title: "A post" } } as const;
    await database.transaction((tx) => announce(tx, ctxOf("owner"), event));
  }
  appender.wake();
  await vi.waitFor(async () => expect(await lastSeq(database.sql)).toBe(rows), { timeout: 20_000 });
  await appender.stop();
}

async function forge(database: Database, seq: number): Promise<void> {
  const { events } = floorTables;
  await database.transaction(async (tx) => void (await tx.update(events).set({ actorId: "somebody" }).where(eq(events.seq, seq))));
}

const brokenAtThree = ["The trail is broken: row 3 was altered, or does not follow from the row before it.", "Whole are the rows before it: 2."];

const openEmbedded = async () => createDatabase({ url: "", dataDir: join(folder, "database"), template: await embeddedTemplate() });

describe("audit-verify", () => {
  it("finds the row that was altered in the embedded database", async () => {
    const server = await openEmbedded();
    await addEvents(server);
    await forge(server, 3);
    await server.close();
    const { lines, exitCode } = await auditVerify(() => settingsIn(folder));
    expect(exitCode).toBe(1);
    expect(lines.slice(1)).toEqual(brokenAtThree);
  });

  it("takes the folder for itself: refused while a server has it, and whole after that", async () => {
    const server = await openEmbedded();
    await expect(auditVerify(() => settingsIn(folder))).rejects.toThrow(`in use by process ${process.pid}`);
    await server.close();
    const { lines, exitCode } = await auditVerify(() => settingsIn(folder));
    expect({ exitCode, said: lines.at(-1) }).toEqual({ exitCode: 0, said: "The trail is whole: 0 rows, each linked to the one before." });
  });

  it("makes no database where there is none", async () => {
    await expect(auditVerify(() => settingsIn(folder))).rejects.toMatchObject({ code: "not_found" });
    expect(existsSync(join(folder, "database"))).toBe(false);
  });
});

describe("audit-verify on PostgreSQL", async () => {
  const server = await postgresServer();
  if (server === null) return skip("audit-verify on PostgreSQL", "no server answers at TEST_POSTGRES_URL or 127.0.0.1:5432");

  it("finds a whole trail, and the row that was altered", async () => {
    const made = await createPostgresDatabase(server);
    const database = await createDatabase({ url: made.url, dataDir: "" });
    const verify = () => auditVerify(() => settingsIn(folder, { DATABASE_URL: made.url }));
    try {
      await addEvents(database);
      expect(await verify()).toMatchObject({
        exitCode: 0,
        lines: [expect.stringContaining("Database: "), "The trail is whole: 4 rows, each linked to the one before."],
      });
      await forge(database, 3);
      const broken = await verify();
      expect({ ...broken, lines: broken.lines.slice(1) }).toEqual({ exitCode: 1, lines: brokenAtThree });
    } finally {
      await database.close();
      await made.drop();
    }
  });

  it("says that there is no trail where no server has been", async () => {
    const empty = new URL(server);
    empty.pathname = "/template1";
    await expect(auditVerify(() => settingsIn(folder, { DATABASE_URL: empty.href }))).rejects.toThrow("There is no trail yet");
  });
});
