import { createReadStream, mkdirSync, writeFileSync } from "node:fs";
import { mkdir, readFile, readdir, rename, rm } from "node:fs/promises";
import { dirname, join, normalize } from "node:path";
import { pipeline } from "node:stream";
import { createGunzip } from "node:zlib";
import { AppError } from "@cofounder/kernel";

/** The PostgreSQL whose files this PGlite reads. */
export const postgresMajor = "18";

export interface PreparedFolder {
  /** The folder that PostgreSQL opens. */
  database: string;
  /** Where a new database is made first, so that an interrupted first start leaves nothing half made. */
  incoming: string;
  isNew: boolean;
}

/**
 * Looks at a locked data folder and, on a first start with a template, unpacks it. Without a template `isNew` stays true:
 * the caller makes the database in `incoming` and calls `finishNewDatabase`.
 */
export async function prepareFolder(folder: string, template: string | undefined): Promise<PreparedFolder> {
  const database = join(folder, "postgres");
  const incoming = join(folder, "postgres.incoming");
  try {
    await rm(incoming, { recursive: true, force: true });
    const names = await readdir(database).catch(missingIsEmpty);
    if (names.length > 0) {
      await assertReadable(folder, database);
      return { database, incoming, isNew: false };
    }
    if (template === undefined) return { database, incoming, isNew: true };
    await unpack(template, incoming);
    await finishNewDatabase({ database, incoming });
    return { database, incoming, isNew: false };
  } catch (error) {
    throw asFolderError(folder, error);
  }
}

/** Puts a database that was made in `incoming` in its place. */
export async function finishNewDatabase({ database, incoming }: Pick<PreparedFolder, "database" | "incoming">): Promise<void> {
  await rm(database, { recursive: true, force: true });
  await rename(incoming, database);
}

function missingIsEmpty(error: NodeJS.ErrnoException): string[] {
  if (error.code === "ENOENT") return [];
  throw error;
}

async function assertReadable(folder: string, database: string): Promise<void> {
  const version = await readFile(join(database, "PG_VERSION"), "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT")
      throw new AppError("unavailable", `The folder ${database} holds files, but no database. Move them away, or choose another data folder.`, {
        reason: "folder_incompatible",
      });
    throw error;
  });
  if (version.trim() !== postgresMajor) throw incompatible(folder, `PostgreSQL ${version.trim()}`);
}

function incompatible(folder: string, madeBy: string): AppError {
  return new AppError(
    "unavailable",
    `The data folder ${folder} was written by ${madeBy}; this version reads PostgreSQL ${postgresMajor} files. Start the version that wrote it and make a backup there, then restore it here.`,
    {
      reason: "folder_incompatible",
    },
  );
}

/** Turns an error of the file system into a sentence; other errors stay as they are. */
export function asFolderError(folder: string, error: unknown): unknown {
  const code = error instanceof Error && !(error instanceof AppError) ? (error as NodeJS.ErrnoException).code : undefined;
  const details = { cause: error };
  switch (code) {
    case "EACCES":
    case "EPERM":
    case "EROFS":
      return new AppError(
        "unavailable",
        `The data folder ${folder} cannot be written by this user. Give the user the right to write there, or choose another folder.`,
        { ...details, reason: "folder_not_writable" },
      );
    case "ENOSPC":
    case "EDQUOT":
      return new AppError("unavailable", `There is no space left on the disk that holds the data folder ${folder}.`, {
        ...details,
        reason: "disk_full",
      });
    case "ENOTDIR":
    case "EEXIST":
      return new AppError("unavailable", `The data folder ${folder} is not a folder. Choose another one.`, {
        ...details,
        reason: "folder_not_writable",
      });
    case "ENAMETOOLONG":
      return new AppError("invalid", `The path of the data folder is too long: ${folder}.`, details);
    default:
      return error;
  }
}

/** What PostgreSQL and Node say when a write finds no space. */
export function isDiskFull(reason: string): boolean {
  return /no space left|ENOSPC|EDQUOT|disk (is )?full|quota exceeded/i.test(reason);
}

/** Turns what PostgreSQL wrote when it did not open into a sentence. */
export function asOpenError(folder: string, reason: string): AppError {
  if (/no space left|ENOSPC|disk quota/i.test(reason))
    return new AppError("unavailable", `There is no space left on the disk that holds the data folder ${folder}.`, {
      reason: "disk_full",
      cause: reason,
    });
  if (/permission denied|EACCES|EROFS|read-only file system/i.test(reason))
    return asFolderError(folder, Object.assign(new Error(reason), { code: "EACCES" })) as AppError;
  if (/incompatible with (the )?server|was initialized by PostgreSQL/i.test(reason))
    return incompatible(folder, "another version of the embedded database");
  return new AppError("unavailable", `The embedded database in ${folder} does not open: ${reason}`, { cause: reason });
}

/** Unpacks a gzipped ustar archive of a data folder. */
async function unpack(archive: string, target: string): Promise<void> {
  const bytes = createByteReader(pipeline(createReadStream(archive), createGunzip(), () => undefined));
  await mkdir(target, { mode: 0o700 });
  for (;;) {
    const head = await bytes.take(512);
    if (head === undefined || head[0] === 0) return;
    const field = (from: number, length: number): string => head.toString("utf8", from, from + length).split("\0")[0] ?? "";
    const path = join(target, normalize(join("/", field(345, 155), field(0, 100))));
    const sizeBytes = Number.parseInt(field(124, 12).trim() || "0", 8);
    const body = await bytes.take(Math.ceil(sizeBytes / 512) * 512);
    if (body === undefined) throw new AppError("unavailable", `The template ${archive} of the embedded database is cut short; build it again.`);
    if (field(156, 1) === "5") mkdirSync(path, { recursive: true, mode: 0o700 });
    else {
      mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
      writeFileSync(path, body.subarray(0, sizeBytes), { mode: 0o600 });
    }
  }
}

interface ByteReader {
  /** The next bytes, or undefined when the source ends before. */
  take(count: number): Promise<Buffer | undefined>;
}

function createByteReader(source: AsyncIterable<Buffer>): ByteReader {
  const iterator = source[Symbol.asyncIterator]();
  let parts: Buffer[] = [];
  let bytesThere = 0;
  return {
    async take(count) {
      while (bytesThere < count) {
        const next = await iterator.next();
        if (next.done === true) return undefined;
        parts.push(next.value);
        bytesThere += next.value.length;
      }
      const all = parts.length === 1 && parts[0] !== undefined ? parts[0] : Buffer.concat(parts, bytesThere);
      parts = [all.subarray(count)];
      bytesThere -= count;
      return all.subarray(0, count);
    },
  };
}
