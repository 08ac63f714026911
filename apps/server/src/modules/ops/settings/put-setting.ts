import type { InputOf, opsContract, Setting } from "@cofounder/contracts";
import { announce } from "@cofounder/database";
import { allow, type Ctx, personOf, uuidv7 } from "@cofounder/kernel";
import type { OpsParts } from "../parts.ts";
import { requireKey } from "./read-settings.ts";
import { acceptValue, assertFixed, settingOf, valueInForce } from "./setting.ts";
import { lockStored, saveChange } from "./settings.queries.ts";

/** Changes a setting; every replica knows within a second. The value it has already changes nothing and is no event. */
export async function putSetting(
  deps: Pick<OpsParts, "transaction" | "clock" | "cache">,
  ctx: Ctx,
  input: InputOf<typeof opsContract.putSetting>,
): Promise<Setting> {
  allow(ctx, "settings.write");
  const key = requireKey(input.setting_id);
  assertFixed(input, key);
  const after = acceptValue(key, input.value);
  const stored = await deps.transaction(async (tx) => {
    const current = await lockStored(tx, key);
    const before = valueInForce(key, current);
    if (before === after) return current;
    const at = deps.clock.now();
    const saved = await saveChange(tx, { id: uuidv7(at), key, at, by: personOf(ctx), before, after });
    await announce(tx, ctx, { type: "setting.changed", subjectId: key, data: { key, before, after } });
    return saved;
  });
  deps.cache.clear();
  return settingOf(key, stored);
}
