import { opsContract } from "@cofounder/contracts";
import { describe, expect, it } from "vitest";
import { acceptValue, assertFixed, filterKeys, settingOf, valueInForce } from "./setting.ts";

const changed = { key: "site.name", value: "The Weekly Kiln", updatedAt: new Date("2026-03-01T09:00:00.000Z"), updatedBy: "somebody" };

describe("the value in force", () => {
  it("is the stored one, else the default", () => {
    expect(valueInForce("site.name", changed)).toBe("The Weekly Kiln");
    expect(valueInForce("site.name", undefined)).toBe("Cofounder");
  });

  it("is the default when what was stored is no longer possible", () => {
    expect(valueInForce("business.time_zone", { value: "Mars/Olympus" })).toBe("UTC");
  });
});

describe("a setting as it is shown", () => {
  it("has its default and no author while nobody has changed it", () => {
    const shown = settingOf("site.tagline", undefined);
    expect(opsContract.setting.parse(shown)).toEqual(shown);
    expect(shown).toMatchObject({ id: 2, value: "", default_value: "", updated_by_id: null });
    expect(shown.updated_at).toBe(shown.created_at);
  });

  it("says who changed it and when", () => {
    expect(settingOf("site.name", changed)).toMatchObject({
      value: "The Weekly Kiln",
      updated_at: "2026-03-01T09:00:00.000Z",
      updated_by_id: "somebody",
    });
  });

  it("has a preview that stays short", () => {
    expect(settingOf("site.tagline", { ...changed, key: "site.tagline", value: "x".repeat(200) }).value_preview).toHaveLength(61);
  });
});

it("a value that cannot be is refused at the field it came in", () => {
  expect(() => acceptValue("auth.registration", "everybody")).toThrow(
    expect.objectContaining({ code: "invalid", details: { issues: [expect.objectContaining({ loc: ["body", "value"] })] } }),
  );
  expect(acceptValue("site.name", " Kiln ")).toBe("Kiln");
});

it("what is fixed for a setting may be sent back as it was read, and not otherwise", () => {
  const { is_encrypted, is_read_only, tags } = settingOf("site.name", undefined);
  expect(() => assertFixed({ is_encrypted, is_read_only, tags }, "site.name")).not.toThrow();
  expect(() => assertFixed({}, "site.name")).not.toThrow();
  expect(() => assertFixed({ is_encrypted: true }, "site.name")).toThrow(/is_encrypted/);
  expect(() => assertFixed({ is_read_only: true }, "site.name")).toThrow(/is_read_only/);
  expect(() => assertFixed({ tags: ["mine"] }, "site.name")).toThrow(/tags/);
});

describe("the list of settings is narrowed", () => {
  it("by nothing to all of them, in the order of their numbers", () => {
    expect(filterKeys({})).toEqual(["site.name", "site.tagline", "business.time_zone", "auth.registration"]);
  });

  it("by category, by any of several tags, and by words of key and description", () => {
    expect(filterKeys({ category: "site" })).toEqual(["site.name", "site.tagline"]);
    expect(filterKeys({ tags: "security, other" })).toEqual(["auth.registration"]);
    expect(filterKeys({ search: "TIME zone" })).toEqual(["business.time_zone"]);
    expect(filterKeys({ category: "site", search: "tagline" })).toEqual(["site.tagline"]);
    expect(filterKeys({ category: "nothing" })).toEqual([]);
  });
});
