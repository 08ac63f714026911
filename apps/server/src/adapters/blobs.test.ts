import { createHash } from "node:crypto";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createFolderBlobs } from "./blobs.ts";

const sha256Of = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");
let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "cofounder-blobs-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe("blobs in a folder", () => {
  const bytes = new TextEncoder().encode("kept for good");
  const sha256 = sha256Of(bytes);

  it("are kept whole, once, by the hash of what they are, and leave nothing half-written", async () => {
    const blobs = await createFolderBlobs(join(folder, "new", "place"));
    expect(await blobs.get(sha256)).toBeUndefined();
    await Promise.all([blobs.put(sha256, bytes), blobs.put(sha256, bytes)]);
    await blobs.put(sha256, new Uint8Array());
    expect(Buffer.from((await blobs.get(sha256)) ?? [])).toEqual(Buffer.from(bytes));
    expect(await readdir(join(folder, "new", "place", sha256.slice(0, 2)))).toEqual([sha256]);
    expect(await (await createFolderBlobs(join(folder, "new", "place"))).get(sha256)).toBeDefined();
  });

  it("have no other names", async () => {
    const blobs = await createFolderBlobs(folder);
    for (const name of ["../../etc/passwd", "", sha256.toUpperCase(), `${sha256}/x`]) {
      await expect(blobs.put(name, bytes)).rejects.toMatchObject({ code: "bug" });
      await expect(blobs.get(name)).rejects.toMatchObject({ code: "bug" });
    }
  });

  it("fail aloud when the folder cannot take them", async () => {
    const file = join(folder, "a-file");
    await writeFile(file, "");
    await expect(createFolderBlobs(file)).rejects.toThrow(/EEXIST|ENOTDIR/);
  });
});
