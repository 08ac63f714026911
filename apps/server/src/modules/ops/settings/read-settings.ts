import type { InputOf, opsContract, ResponseOf, Setting, Site } from "@cofounder/contracts";
import { decodeCursor, page } from "@cofounder/database";
import { allow, AppError, type Ctx, invalid, isUuid } from "@cofounder/kernel";
import type { OpsParts } from "../parts.ts";
import { findKey, type SettingKey } from "./registry.ts";
import { filterKeys, settingOf } from "./setting.ts";
import { listChanges, listStored } from "./settings.queries.ts";

/** The setting named by its number or key. Throws `not_found`. */
export function requireKey(name: string): SettingKey {
  const key = findKey(name);
  if (key === undefined) throw new AppError("not_found", `There is no setting ${name}.`);
  return key;
}

export async function listSettings(
  deps: Pick<OpsParts, "sql">,
  ctx: Ctx,
  input: InputOf<typeof opsContract.listSettings>,
): Promise<ResponseOf<typeof opsContract.listSettings>> {
  allow(ctx, "settings.read");
  const stored = new Map((await listStored(deps.sql)).map((row) => [row.key, row]));
  // Every setting holds in every environment, so that filter lets all of them through.
  const keys = filterKeys(input);
  const from = (input.page - 1) * input.per_page;
  return {
    total: keys.length,
    page: input.page,
    per_page: input.per_page,
    pages: Math.ceil(keys.length / input.per_page),
    items: keys.slice(from, from + input.per_page).map((key) => settingOf(key, stored.get(key))),
  };
}

export async function getSetting(deps: Pick<OpsParts, "sql">, ctx: Ctx, input: InputOf<typeof opsContract.getSetting>): Promise<Setting> {
  allow(ctx, "settings.read");
  const key = requireKey(input.setting_id);
  const stored = await listStored(deps.sql);
  return settingOf(
    key,
    stored.find((row) => row.key === key),
  );
}

/** Who changed a setting, newest change first. */
export async function listSettingHistory(
  deps: Pick<OpsParts, "sql">,
  ctx: Ctx,
  input: InputOf<typeof opsContract.listSettingHistory>,
): Promise<ResponseOf<typeof opsContract.listSettingHistory>> {
  allow(ctx, "settings.read");
  const key = requireKey(input.setting_id);
  const beforeId = input.cursor === undefined ? undefined : String(decodeCursor(input.cursor, 1)[0]);
  if (beforeId !== undefined && !isUuid(beforeId)) throw invalid(["query", "cursor"], "is not a cursor that this list has given", "cursor");
  const { data, next_cursor } = page(await listChanges(deps.sql, { key, beforeId, limit: input.limit + 1 }), input.limit, (change) => [change.id]);
  return { data: data.map(({ at, by, before, after }) => ({ at: at.toISOString(), by, before, after })), next_cursor };
}

/** What the public site says of itself. */
export async function getSite(deps: Pick<OpsParts, "cache" | "publicUrl">, _ctx: Ctx, _input: object): Promise<Site> {
  const [name, tagline, timeZone] = await Promise.all([
    deps.cache.read("site.name"),
    deps.cache.read("site.tagline"),
    deps.cache.read("business.time_zone"),
  ]);
  return { name, tagline, url: deps.publicUrl, time_zone: timeZone };
}
