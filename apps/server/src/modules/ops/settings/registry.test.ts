import { describe, expect, it } from "vitest";
import { findKey, registry, type SettingKey, settingKeys } from "./registry.ts";

const accepts = (key: SettingKey, value: unknown) => registry[key].schema.safeParse(value).success;

describe("the registry of settings", () => {
  it("keeps the numbers that clients know", () => {
    expect(Object.fromEntries(settingKeys.map((key) => [registry[key].id, key]))).toEqual({
      1: "site.name",
      2: "site.tagline",
      3: "business.time_zone",
      4: "auth.registration",
    });
  });

  it("accepts every default and says what each setting is for", () => {
    for (const key of settingKeys) {
      expect(accepts(key, registry[key].default)).toBe(true);
      expect(registry[key].description).toMatch(/^[A-Z].{20,}\.$/);
    }
  });

  it("finds a setting by its key and by its number", () => {
    expect([findKey("site.name"), findKey("3"), findKey("03"), findKey("5"), findKey("toString"), findKey("")]).toEqual([
      "site.name",
      "business.time_zone",
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });
});

describe("a setting refuses what it cannot be", () => {
  it.each<[SettingKey, unknown[], unknown[]]>([
    ["site.name", ["The Weekly Kiln", "2048", "Ünïcode"], ["", "   ", "a\nb", "x".repeat(81), 5, true]],
    ["site.tagline", ["", "Pots, and how to fire them"], ["a\u0000b", "x".repeat(201), null]],
    ["business.time_zone", ["UTC", "Europe/Vienna", "America/Argentina/Ushuaia"], ["", "Mars/Olympus", "+02:00", "europe vienna", 2]],
    ["auth.registration", ["invite", "open", "closed"], ["Open", "", "nobody", false]],
  ])("%s", (key, good, bad) => {
    expect(good.filter((value) => !accepts(key, value))).toEqual([]);
    expect(bad.filter((value) => accepts(key, value))).toEqual([]);
  });

  it("and takes away spaces around what it can be", () => {
    expect(registry["site.name"].schema.parse("  The Weekly Kiln ")).toBe("The Weekly Kiln");
  });
});
