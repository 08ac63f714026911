import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { checkFolder, lookAtFolder, roomOf } from "./storage.ts";

it("a folder that takes writes and has room is healthy, one that is not there is not", async () => {
  const folder = mkdtempSync(join(tmpdir(), "cofounder-storage-"));
  expect(["healthy", "degraded"]).toContain(await checkFolder(folder));
  expect(await lookAtFolder(folder)).toMatchObject({ state: "writable" });
  rmSync(folder, { recursive: true });
  expect(await checkFolder(folder)).toBe("unhealthy");
  expect(await lookAtFolder(folder)).toEqual({ state: "missing" });
});

it("little room is told before there is none", () => {
  expect([5e9, 199_999_999, 9_999_999].map(roomOf)).toEqual(["healthy", "degraded", "unhealthy"]);
});
