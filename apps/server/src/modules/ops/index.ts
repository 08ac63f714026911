import { bind } from "@cofounder/kernel";
import type { OpsDeps } from "./deps.ts";
import { getHealth } from "./health/get-health.ts";
import { createHealthProbe } from "./health/probe.ts";
import type { OpsParts } from "./parts.ts";
import { putSetting } from "./settings/put-setting.ts";
import { getSetting, getSite, listSettingHistory, listSettings } from "./settings/read-settings.ts";
import type { SettingKey, SettingValue } from "./settings/registry.ts";
import { listStored } from "./settings/settings.queries.ts";
import { createSettingsCache } from "./settings/settings-cache.ts";

export function createOps(deps: OpsDeps) {
  const parts: OpsParts = {
    ...deps,
    cache: createSettingsCache({ clock: deps.clock, listStored: () => listStored(deps.sql) }),
    probe: createHealthProbe(deps),
  };
  let stopListening: (() => void) | undefined;

  return {
    ...bind(parts, { listSettings, getSetting, putSetting, listSettingHistory, getSite, getHealth }),

    /** Hears of settings that other replicas change. */
    async start(): Promise<void> {
      stopListening = await deps.listen("settings", parts.cache.clear);
    },
    stop(): void {
      stopListening?.();
    },

    /** The value of a setting that is in force now; from memory unless it has just changed. */
    readSetting: <Key extends SettingKey>(key: Key): Promise<SettingValue<Key>> => parts.cache.read(key),
  };
}

export type Ops = ReturnType<typeof createOps>;
export type { OpsDeps } from "./deps.ts";
export type { SettingKey, SettingValue } from "./settings/registry.ts";
