import { testClock } from "@cofounder/testing";
import { describe, expect, it } from "vitest";
import { createSettingsCache } from "./settings-cache.ts";

/** Stored settings that count how often they are read and can be made to fail. */
function stored(rows: { key: string; value: string }[]) {
  const state = { readings: 0, failure: undefined as Error | undefined };
  async function listStored() {
    state.readings += 1;
    if (state.failure !== undefined) throw state.failure;
    return rows.map((row) => ({ ...row, updatedAt: new Date(0), updatedBy: null }));
  }
  return { state, listStored };
}

describe("the settings in memory", () => {
  it("are read once for everybody, until something changes", async () => {
    const rows = [{ key: "site.name", value: "Kiln" }];
    const { listStored, state } = stored(rows);
    const cache = createSettingsCache({ listStored, clock: testClock() });
    expect(await Promise.all([cache.read("site.name"), cache.read("site.tagline"), cache.read("site.name")])).toEqual(["Kiln", "", "Kiln"]);
    expect(state.readings).toBe(1);
    rows[0] = { key: "site.name", value: "Oven" };
    expect(await cache.read("site.name")).toBe("Kiln");
    cache.clear();
    expect(await cache.read("site.name")).toBe("Oven");
    expect(state.readings).toBe(2);
  });

  it("are read anew after a minute, should a notification have been lost", async () => {
    const clock = testClock();
    const { listStored, state } = stored([]);
    const cache = createSettingsCache({ listStored, clock });
    await cache.read("site.name");
    clock.advance(59_999);
    await cache.read("site.name");
    expect(state.readings).toBe(1);
    clock.advance(1);
    await cache.read("site.name");
    expect(state.readings).toBe(2);
  });

  it("are not a failure that is remembered", async () => {
    const { listStored, state } = stored([]);
    const cache = createSettingsCache({ listStored, clock: testClock() });
    state.failure = new Error("gone");
    await expect(cache.read("site.name")).rejects.toThrow("gone");
    state.failure = undefined;
    expect(await cache.read("site.name")).toBe("Cofounder");
  });
});
