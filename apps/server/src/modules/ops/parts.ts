import type { OpsDeps } from "./deps.ts";
import type { HealthProbe } from "./health/probe.ts";
import type { SettingsCache } from "./settings/settings-cache.ts";

/** What the verbs work with: the house's part and the module's own. */
export interface OpsParts extends OpsDeps {
  cache: SettingsCache;
  probe: HealthProbe;
}
