import { constants } from "node:fs";
import { access, statfs } from "node:fs/promises";

export type StorageState = "healthy" | "degraded" | "unhealthy";

/** Below this a folder is nearly full: work goes on, but somebody should make room. */
const lowBytes = 200_000_000;
const noBytes = 10_000_000;

/** How a folder that must take writes is: writable, and with how much room. */
export async function checkFolder(folder: string): Promise<StorageState> {
  try {
    await access(folder, constants.W_OK);
  } catch (error) {
    if (error instanceof Error && "code" in error) return "unhealthy";
    throw error;
  }
  const { bavail, bsize } = await statfs(folder);
  const free = bavail * bsize;
  if (free < noBytes) return "unhealthy";
  return free < lowBytes ? "degraded" : "healthy";
}
