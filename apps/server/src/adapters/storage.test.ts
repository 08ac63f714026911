import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { checkFolder } from "./storage.ts";

it("a folder that takes writes and has room is healthy, one that is not there is not", async () => {
  const folder = mkdtempSync(join(tmpdir(), "cofounder-storage-"));
  expect(["healthy", "degraded"]).toContain(await checkFolder(folder));
  rmSync(folder, { recursive: true });
  expect(await checkFolder(folder)).toBe("unhealthy");
});
