import { constants } from "node:fs";
import { access, statfs } from "node:fs/promises";

export type StorageState = "healthy" | "degraded" | "unhealthy";

export type Folder = { state: "writable"; freeBytes: number } | { state: "not_writable" } | { state: "missing" };

/** Below this a folder is nearly full: work goes on, but somebody should make room. */
const lowBytes = 200_000_000;
const noBytes = 10_000_000;

/** Whether this user may write to a folder, and how much room there is. */
export async function lookAtFolder(folder: string): Promise<Folder> {
  try {
    await access(folder, constants.W_OK);
  } catch (error) {
    if (!(error instanceof Error && "code" in error)) throw error;
    return { state: error.code === "ENOENT" ? "missing" : "not_writable" };
  }
  const { bavail, bsize } = await statfs(folder);
  return { state: "writable", freeBytes: bavail * bsize };
}

/** How much room that is. */
export function roomOf(freeBytes: number): StorageState {
  if (freeBytes < noBytes) return "unhealthy";
  return freeBytes < lowBytes ? "degraded" : "healthy";
}

/** How a folder that must take writes is: writable, and with how much room. */
export async function checkFolder(folder: string): Promise<StorageState> {
  const found = await lookAtFolder(folder);
  return found.state === "writable" ? roomOf(found.freeBytes) : "unhealthy";
}
