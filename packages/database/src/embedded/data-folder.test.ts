import { mkdir, mkdtemp, readFile, readdir, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { AppError } from "@cofounder/kernel";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { asFolderError, asOpenError, finishNewDatabase, isDiskFull, prepareFolder } from "./data-folder.ts";

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "data-"));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

interface Entry {
  name: string;
  /** Undefined for a folder. */
  text?: string;
}

function head({ name, text }: Entry): Buffer {
  const bytes = Buffer.alloc(512);
  bytes.write(name, 0);
  bytes.write((text?.length ?? 0).toString(8).padStart(11, "0"), 124);
  bytes.write(text === undefined ? "5" : "0", 156);
  return bytes;
}

async function archiveOf(entries: Entry[]): Promise<string> {
  const blocks = entries.flatMap((entry) => {
    const body = Buffer.from(entry.text ?? "");
    return [head(entry), body, Buffer.alloc((512 - (body.length % 512)) % 512)];
  });
  const path = join(folder, "template.tgz");
  await writeFile(path, gzipSync(Buffer.concat([...blocks, Buffer.alloc(1024)])));
  return path;
}

describe("a first start", () => {
  test("unpacks the template, files and empty folders, for its owner alone", async () => {
    const template = await archiveOf([
      { name: "/PG_VERSION", text: "18\n" },
      { name: "/pg_notify" },
      { name: "/base/5/1255", text: "x".repeat(5000) },
    ]);
    const prepared = await prepareFolder(folder, template);
    expect(prepared).toMatchObject({ database: join(folder, "postgres"), isNew: false });
    expect(await readFile(join(folder, "postgres", "base", "5", "1255"), "utf8")).toBe("x".repeat(5000));
    expect((await readdir(join(folder, "postgres"))).toSorted()).toEqual(["PG_VERSION", "base", "pg_notify"]);
    expect((await stat(join(folder, "postgres"))).mode & 0o777).toBe(0o700);
    expect((await stat(join(folder, "postgres", "PG_VERSION"))).mode & 0o777).toBe(0o600);
  });

  test("without a template is left to the caller, who puts the new database in its place", async () => {
    const prepared = await prepareFolder(folder, undefined);
    expect(prepared.isNew).toBe(true);
    await mkdir(prepared.incoming);
    await writeFile(join(prepared.incoming, "PG_VERSION"), "18\n");
    await finishNewDatabase(prepared);
    expect(await prepareFolder(folder, undefined)).toMatchObject({ isNew: false });
  });

  test("that was interrupted begins anew", async () => {
    await mkdir(join(folder, "postgres.incoming"));
    await writeFile(join(folder, "postgres.incoming", "half"), "");
    const template = await archiveOf([{ name: "/PG_VERSION", text: "18\n" }]);
    await prepareFolder(folder, template);
    expect(await readdir(join(folder, "postgres"))).toEqual(["PG_VERSION"]);
  });

  test("from a template that is cut short fails and leaves no database", async () => {
    const template = await archiveOf([{ name: "/PG_VERSION", text: "18\n" }]);
    await writeFile(template, gzipSync(head({ name: "/PG_VERSION", text: "18\n" })));
    await expect(prepareFolder(folder, template)).rejects.toThrow(/cut short/);
    expect(await readdir(folder)).not.toContain("postgres");
  });

  test("never writes outside its folder, whatever the template says", async () => {
    const template = await archiveOf([
      { name: "/../../escaped", text: "x" },
      { name: "/PG_VERSION", text: "18\n" },
    ]);
    await prepareFolder(folder, template);
    expect((await readdir(join(folder, "postgres"))).toSorted()).toEqual(["PG_VERSION", "escaped"]);
  });
});

describe("a folder that cannot be used", () => {
  test("of another PostgreSQL is refused with both versions", async () => {
    await mkdir(join(folder, "postgres"));
    await writeFile(join(folder, "postgres", "PG_VERSION"), "17\n");
    await expect(prepareFolder(folder, undefined)).rejects.toMatchObject({
      code: "unavailable",
      message: expect.stringMatching(/written by PostgreSQL 17; this version reads PostgreSQL 18/) as string,
    });
  });

  test("with other files in it is left as it is", async () => {
    await mkdir(join(folder, "postgres"));
    await writeFile(join(folder, "postgres", "letter.txt"), "dear");
    await expect(prepareFolder(folder, undefined)).rejects.toThrow(/holds files, but no database/);
    expect(await readFile(join(folder, "postgres", "letter.txt"), "utf8")).toBe("dear");
  });

  test.each([
    ["EACCES", "unavailable", "cannot be written by this user"],
    ["EROFS", "unavailable", "cannot be written by this user"],
    ["ENOSPC", "unavailable", "no space left"],
    ["ENOTDIR", "unavailable", "is not a folder"],
    ["ENAMETOOLONG", "invalid", "too long"],
  ])("%s becomes a sentence", (code, expected, words) => {
    const error = asFolderError("/data", Object.assign(new Error("low-level"), { code }));
    expect(error).toBeInstanceOf(AppError);
    expect(error).toMatchObject({ code: expected, message: expect.stringContaining(words) as string });
  });

  test("an error that says nothing about the folder stays what it is", () => {
    const error = new Error("something else");
    expect(asFolderError("/data", error)).toBe(error);
  });
});

describe("a database that does not open", () => {
  test.each([
    ['could not write to file "x": No space left on device', "There is no space left", "disk_full"],
    ["could not open file: Permission denied", "cannot be written by this user", "folder_not_writable"],
    ["database files are incompatible with server Catalog version 1.", "written by another version", "folder_incompatible"],
    ["unreachable", "does not open: unreachable", undefined],
  ])("%s", (reason, words, narrower) => {
    const error = asOpenError("/data", reason);
    expect(error.code).toBe("unavailable");
    expect(error.message).toContain(words);
    expect(error.details.reason).toBe(narrower);
  });

  test("only words about space mean a full disk", () => {
    expect(["No space left on device", "ENOSPC: no space left", "disk full", "duplicate key"].map(isDiskFull)).toEqual([true, true, true, false]);
  });
});
