import { randomUUID } from "node:crypto";
import { type FileHandle, mkdir, open, readFile, rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { AppError } from "@cofounder/kernel";

/** Bytes kept by their SHA-256. */
export interface BlobStore {
  put(sha256: string, bytes: Uint8Array): Promise<void>;
  get(sha256: string): Promise<Uint8Array | undefined>;
}

function isMissing(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === "ENOENT";
}

async function exists(file: string): Promise<boolean> {
  try {
    return (await stat(file)).isFile();
  } catch (error) {
    if (isMissing(error)) return false;
    throw error;
  }
}

async function synced(file: string, use: (handle: FileHandle) => Promise<unknown>, flags: string): Promise<void> {
  const handle = await open(file, flags);
  try {
    await use(handle);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Keeps blobs as files in a folder, made where it is not there: written beside, flushed to disk, then moved into place, so that a blob is there whole or not at all. */
export async function createFolderBlobs(folder: string): Promise<BlobStore> {
  await mkdir(folder, { recursive: true });
  const fileOf = (sha256: string): string => {
    if (!/^[0-9a-f]{64}$/.test(sha256)) throw new AppError("bug", "A blob is named by its SHA-256.");
    return join(folder, sha256.slice(0, 2), sha256);
  };
  return {
    async put(sha256, bytes) {
      const file = fileOf(sha256);
      if (await exists(file)) return;
      await mkdir(dirname(file), { recursive: true });
      const part = `${file}.${randomUUID()}.part`;
      try {
        await synced(part, (handle) => handle.writeFile(bytes), "wx");
        await rename(part, file);
        await synced(dirname(file), () => Promise.resolve(), "r");
      } catch (error) {
        await rm(part, { force: true });
        throw error;
      }
    },
    async get(sha256) {
      try {
        return await readFile(fileOf(sha256));
      } catch (error) {
        if (isMissing(error)) return undefined;
        throw error;
      }
    },
  };
}
