import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { nodeFiles } from "./files.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "cofounder-config-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const modeOf = (path: string): number => statSync(path).mode & 0o777;

describe("the files of the configuration", () => {
  it("are created with their folder, readable by the owner only, and never overwritten", () => {
    const path = join(folder, "data", "secrets.json");
    nodeFiles.createPrivate(path, "first");
    nodeFiles.createPrivate(path, "second");
    expect(readFileSync(path, "utf8")).toBe("first");
    expect(modeOf(path)).toBe(0o600);
  });

  it("lose an open mode when they are private", () => {
    const path = join(folder, "secrets.json");
    writeFileSync(path, "kept");
    chmodSync(path, 0o644);
    expect(nodeFiles.readPrivate(path)).toBe("kept");
    expect(modeOf(path)).toBe(0o600);
  });

  it("may be missing", () => {
    expect(nodeFiles.read(join(folder, ".env"))).toBeUndefined();
    expect(nodeFiles.readPrivate(join(folder, "secrets.json"))).toBeUndefined();
  });

  it("report what else is wrong", () => {
    expect(() => nodeFiles.read(folder)).toThrow("EISDIR");
  });
});
