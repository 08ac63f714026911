import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createDatabase } from "@cofounder/database";
import { AppError } from "@cofounder/kernel";
import { createPostgresDatabase, embeddedTemplate, postgresServer, skip } from "@cofounder/testing";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { settingsIn } from "../../test/command-settings.ts";
import { doctor } from "./doctor.ts";
import { report } from "./finding.ts";
import { troubles } from "./troubles.ts";

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "cofounder-doctor-"))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const examine = (variables: Record<string, string> = {}) => doctor(() => settingsIn(folder, variables));

describe("the doctor", () => {
  it("finds nothing wrong before the first start, and makes no database", async () => {
    const { lines, exitCode } = await examine();
    expect(exitCode).toBe(0);
    expect(lines).toContainEqual(expect.stringMatching(/note {3}database: There is no database in .* yet/));
    expect(lines.at(-1)).toBe("Nothing is wrong.");
  });

  it("looks into the embedded database of a stopped server", async () => {
    const made = await createDatabase({ url: "", dataDir: join(folder, "database"), template: await embeddedTemplate() });
    const whileInUse = await examine();
    expect(whileInUse.exitCode).toBe(0);
    expect(whileInUse.lines).toContainEqual(expect.stringContaining("is in use by process"));
    await made.close();
    const { lines, exitCode } = await examine();
    expect(exitCode).toBe(0);
    expect(lines).toContainEqual(expect.stringMatching(/ok {5}database: embedded in .*, PostgreSQL 18/));
    expect(lines).toContainEqual(expect.stringMatching(/ok {5}trail: 0 events/));
    expect(lines).toContainEqual(expect.stringContaining("by words and by meaning"));
  });

  it("says what is wrong with the configuration before it looks at anything else", async () => {
    const { lines, exitCode } = await doctor(() => {
      throw new AppError("invalid", "The configuration cannot be used:\n  PORT must be a whole number.");
    });
    expect(exitCode).toBe(1);
    expect(lines[0]).toBe("  WRONG  configuration: The configuration cannot be used:");
    expect(lines).toContain(`         → ${troubles.configuration.mend[0]}`);
    expect(lines.at(-1)).toBe("One thing is wrong.");
  });

  it("names a database and a Redis that do not answer, without their passwords", async () => {
    const variables = { DATABASE_URL: "postgres://me:hunter22@127.0.0.1:1/none", REDIS_URL: "redis://:hunter22@127.0.0.1:1" };
    const { lines, exitCode } = await examine(variables);
    const text = lines.join("\n");
    expect(exitCode).toBe(1);
    expect(text).toContain("WRONG  database: DATABASE_URL: no PostgreSQL lets us in there.");
    expect(text).toContain("WRONG  Redis: REDIS_URL: no Redis answers there.");
    expect(text).not.toContain("hunter22");
    expect(lines.at(-1)).toBe("2 things are wrong.");
  });

  it("tells a folder of another version from one that is damaged", async () => {
    mkdirSync(join(folder, "database", "postgres"), { recursive: true });
    writeFileSync(join(folder, "database", "postgres", "PG_VERSION"), "16\n");
    const { lines, exitCode } = await examine();
    expect(exitCode).toBe(1);
    expect(lines).toContain(`         → ${troubles.folder_of_another_version.mend[0]}`);
  });

  it("notes that something listens at the port, since that may be the server itself", async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
    const { port } = other.address() as AddressInfo;
    const { lines, exitCode } = await examine({ PORT: String(port) });
    other.close();
    expect(exitCode).toBe(0);
    expect(lines).toContainEqual(expect.stringContaining(`note   port ${port}: something listens there`));
  });

  it("counts what is wrong and indents what to do", () => {
    const { lines, isWell } = report([
      { part: "a", state: "wrong", says: "first\nsecond", trouble: "trail_broken" },
      { part: "b", state: "well", says: "fine" },
    ]);
    expect(isWell).toBe(false);
    expect(lines.slice(0, 2)).toEqual(["  WRONG  a: first", "         second"]);
    expect(lines.slice(-2)).toEqual(["  ok     b: fine", "One thing is wrong."]);
  });
});

describe("the doctor on PostgreSQL", async () => {
  const server = await postgresServer();
  if (server === null) return skip("doctor on PostgreSQL", "no server answers at TEST_POSTGRES_URL or 127.0.0.1:5432");

  it("finds tables and says how search works there", async () => {
    const made = await createPostgresDatabase(server);
    try {
      const { lines, exitCode } = await examine({ DATABASE_URL: made.url });
      expect(exitCode).toBe(0);
      expect(lines).toContainEqual(expect.stringMatching(/ok {5}trail: 0 events/));
      expect(lines).toContainEqual(expect.stringMatching(/search: (?:by words|pgvector is there)/));
    } finally {
      await made.drop();
    }
  });

  it("says that a database of that name is not there", async () => {
    const gone = new URL(server);
    gone.pathname = "/cofounder_is_not_here";
    const { lines, exitCode } = await examine({ DATABASE_URL: gone.href });
    expect(exitCode).toBe(1);
    expect(lines).toContainEqual(expect.stringContaining("there is no database of that name on that server"));
  });
});
