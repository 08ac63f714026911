import { execFileSync } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";
import { skip } from "./skips.ts";

export interface SmallDisk {
  folder: string;
  resize(megabytes: number): void;
}

/** Mounts a disk of that size until the file's tests are over; where this user may not, notes what is skipped and answers undefined. */
export function mountSmallDisk(sentence: string, megabytes: number): SmallDisk | undefined {
  const folder = mkdtempSync(join(tmpdir(), "small-disk-"));
  const mount = (options: string): unknown => execFileSync("mount", ["-t", "tmpfs", "-o", options, "none", folder], { stdio: "pipe" });
  try {
    mount(`size=${megabytes}m`);
  } catch (error) {
    skip(sentence, `mounting a small disk is refused: ${error instanceof Error ? error.message.split("\n")[0] : String(error)}`);
    return undefined;
  }
  afterAll(async () => {
    execFileSync("umount", ["-l", folder]);
    await rm(folder, { recursive: true, force: true });
  });
  return { folder, resize: (size) => void mount(`remount,size=${size}m`) };
}
