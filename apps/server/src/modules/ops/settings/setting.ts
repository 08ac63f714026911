import type { Setting } from "@cofounder/contracts";
import { invalid } from "@cofounder/kernel";
import { registry, type SettingKey, settingKeys } from "./registry.ts";

/** A setting that was changed, as it is stored. */
export interface StoredSetting {
  key: string;
  value: string;
  updatedAt: Date;
  updatedBy: string | null;
}

/** When the product got these settings; one that was never changed has no other date. */
const introducedAt = "2026-11-01T00:00:00.000Z";
const previewLength = 60;

/** The value in force: the stored one, or the default when there is none or it is no longer allowed. */
export function valueInForce(key: SettingKey, stored: Pick<StoredSetting, "value"> | undefined): string {
  const parsed = registry[key].schema.safeParse(stored?.value);
  return parsed.success ? parsed.data : registry[key].default;
}

/** The value to store. Throws `invalid` at `["body", "value"]` when the setting cannot be that. */
export function acceptValue(key: SettingKey, value: unknown): string {
  const parsed = registry[key].schema.safeParse(value);
  if (!parsed.success) throw invalid(["body", "value"], parsed.error.issues[0]?.message ?? "is not possible");
  return parsed.data;
}

/** What is fixed for a setting may be sent along unchanged. Throws `invalid` at the first field that would change it. */
export function assertFixed(
  given: { is_encrypted?: boolean | undefined; is_read_only?: boolean | undefined; tags?: string[] | undefined },
  key: SettingKey,
): void {
  for (const field of ["is_encrypted", "is_read_only"] as const) {
    if (given[field] === true) throw invalid(["body", field], "cannot be changed for this setting");
  }
  const { tags } = registry[key];
  if (given.tags !== undefined && JSON.stringify(given.tags) !== JSON.stringify(tags))
    throw invalid(["body", "tags"], "cannot be changed for this setting");
}

export function settingOf(key: SettingKey, stored: StoredSetting | undefined): Setting {
  const definition = registry[key];
  const value = valueInForce(key, stored);
  return {
    id: definition.id,
    key,
    value,
    data_type: "string",
    category: definition.category,
    environment: "all",
    description: definition.description,
    default_value: definition.default,
    is_encrypted: false,
    is_read_only: false,
    tags: [...definition.tags],
    created_at: introducedAt,
    updated_at: stored?.updatedAt.toISOString() ?? introducedAt,
    created_by_id: null,
    updated_by_id: stored?.updatedBy ?? null,
    value_preview: value.length > previewLength ? `${value.slice(0, previewLength)}…` : value,
  };
}

export interface SettingFilter {
  category?: string | undefined;
  /** Any of these, separated by commas. */
  tags?: string | undefined;
  /** In the key or the description, whatever its case. */
  search?: string | undefined;
}

/** The keys that a filter lets through, in the order of their numbers. */
export function filterKeys({ category, tags, search }: SettingFilter): SettingKey[] {
  const wanted =
    tags
      ?.split(",")
      .map((tag) => tag.trim())
      .filter((tag) => tag !== "") ?? [];
  const text = search?.trim().toLowerCase() ?? "";
  return settingKeys
    .filter((key) => category === undefined || registry[key].category === category)
    .filter((key) => wanted.length === 0 || registry[key].tags.some((tag: string) => wanted.includes(tag)))
    .filter((key) => `${key}\n${registry[key].description}`.toLowerCase().includes(text))
    .toSorted((a, b) => registry[a].id - registry[b].id);
}
