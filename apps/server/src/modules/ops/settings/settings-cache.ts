import type { Clock } from "@cofounder/kernel";
import type { SettingKey, SettingValue } from "./registry.ts";
import { type StoredSetting, valueInForce } from "./setting.ts";

/** Trusted this long at the most, should a notification have been lost. */
const trustedMs = 60_000;

export interface SettingsCache {
  read<Key extends SettingKey>(key: Key): Promise<SettingValue<Key>>;
  /** Forgets everything: some setting has changed. */
  clear(): void;
}

/** The settings in force, read all together when first asked for after a change. */
export function createSettingsCache(deps: { clock: Clock; listStored: () => Promise<StoredSetting[]> }): SettingsCache {
  let known: { rows: Promise<Map<string, StoredSetting>>; readAt: number } | undefined;

  async function readAll(): Promise<Map<string, StoredSetting>> {
    return new Map((await deps.listStored()).map((row) => [row.key, row]));
  }

  function rows(): Promise<Map<string, StoredSetting>> {
    const now = deps.clock.now().getTime();
    if (known !== undefined && now - known.readAt < trustedMs) return known.rows;
    const reading = { rows: readAll(), readAt: now };
    known = reading;
    // A failed reading is told to those who wait for it and kept for nobody else.
    reading.rows.catch(() => {
      if (known === reading) known = undefined;
    });
    return reading.rows;
  }

  return {
    async read<Key extends SettingKey>(key: Key) {
      return valueInForce(key, (await rows()).get(key)) as SettingValue<Key>;
    },
    clear() {
      known = undefined;
    },
  };
}
