import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readCredentials, withLock, writeCredentials } from "./credentials.ts";

describe("kept sign-ins", () => {
  let folder: string;
  let file: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "cofounder-cli-"));
    file = join(folder, "sub", "credentials.json");
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it("stand apart for each server, for their owner's eyes only", () => {
    writeCredentials(file, "http://a", { accessToken: "1", refreshToken: "2" });
    writeCredentials(file, "http://b", { accessToken: "3", refreshToken: "4" });
    expect(readCredentials(file, "http://a")).toEqual({ accessToken: "1", refreshToken: "2" });
    expect(statSync(file).mode & 0o777).toBe(0o600);
    writeCredentials(file, "http://a", undefined);
    expect(readCredentials(file, "http://a")).toBeUndefined();
    expect(readCredentials(file, "http://b")?.accessToken).toBe("3");
  });

  it("that are damaged are named, not overwritten", () => {
    writeCredentials(file, "http://a", { accessToken: "1", refreshToken: "2" });
    writeFileSync(file, "{ half");
    expect(() => readCredentials(file, "http://a")).toThrow(/damaged/);
  });

  it("are renewed by one command at a time", async () => {
    const order: string[] = [];
    let release: () => void = () => undefined;
    const first = withLock(file, async () => {
      order.push("first in");
      await new Promise<void>((resolve) => (release = resolve));
      order.push("first out");
    });
    const second = withLock(file, async () => void order.push("second"));
    release();
    await Promise.all([first, second]);
    expect(order).toEqual(["first in", "first out", "second"]);
  });
});
