import { mkdir, mkdtemp, readdir, rename, rm, stat, utimes, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AppError } from "@cofounder/kernel";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { lockFolder } from "./lock-folder.ts";

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "lock-"));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

/** Leaves what a killed process leaves: a socket file to which nobody listens. */
async function leaveStaleSocket(): Promise<void> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(join(folder, "other.sock"), resolve));
  await rename(join(folder, "other.sock"), join(folder, ".lock.sock"));
  await new Promise((resolve) => server.close(resolve));
}

describe("the lock of a folder", () => {
  test("a second taker is told who holds it, and gets it after the release", async () => {
    const lock = await lockFolder(folder);
    const refused = lockFolder(folder);
    await expect(refused).rejects.toBeInstanceOf(AppError);
    await expect(refused).rejects.toMatchObject({
      code: "unavailable",
      message: expect.stringContaining(`in use by process ${process.pid}.`) as string,
      details: { reason: "folder_in_use" },
    });
    await lock.release();
    await (await lockFolder(folder)).release();
  });

  test("a folder that does not exist yet is made", async () => {
    const lock = await lockFolder(join(folder, "a", "b"));
    expect((await stat(join(folder, "a", "b"))).isDirectory()).toBe(true);
    await lock.release();
  });

  test("of many who find the socket of a dead process exactly one gets the folder, time after time", async () => {
    for (let round = 0; round < 10; round += 1) {
      await leaveStaleSocket();
      const outcomes = await Promise.allSettled(Array.from({ length: 5 }, () => lockFolder(folder)));
      const won = outcomes.filter((outcome) => outcome.status === "fulfilled");
      expect(won).toHaveLength(1);
      await won[0]?.value.release();
    }
  });

  test("a takeover that died half way does not keep the folder closed", async () => {
    await leaveStaleSocket();
    const guard = join(folder, ".lock.guard");
    await mkdir(guard);
    await writeFile(join(guard, "of-a-dead-one"), "");
    const longAgo = new Date("2020-01-01");
    await utimes(guard, longAgo, longAgo);
    const outcomes = await Promise.allSettled([lockFolder(folder), lockFolder(folder), lockFolder(folder)]);
    const won = outcomes.filter((outcome) => outcome.status === "fulfilled");
    expect(won).toHaveLength(1);
    await won[0]?.value.release();
  });

  test("a folder whose path is longer than a socket's address is locked all the same, and leaves nothing behind", async () => {
    const deep = join(folder, "x".repeat(120));
    const lock = await lockFolder(deep);
    await expect(lockFolder(deep)).rejects.toMatchObject({ details: { reason: "folder_in_use" } });
    await lock.release();
    expect(await readdir(deep)).toEqual([]);
    await (await lockFolder(deep)).release();
  });

  test("a path through a file is refused with a sentence", async () => {
    await writeFile(join(folder, "file"), "");
    await expect(lockFolder(join(folder, "file", "data"))).rejects.toMatchObject({
      code: "unavailable",
      message: expect.stringContaining("is not a folder") as string,
    });
  });
});
