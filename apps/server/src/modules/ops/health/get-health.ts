import type { Health } from "@cofounder/contracts";
import { type Ctx, isAllowed } from "@cofounder/kernel";
import type { OpsParts } from "../parts.ts";
import { statusOf } from "./health.ts";

/** How the server and its parts are. How long they took is for those who look after it. */
export async function getHealth(deps: Pick<OpsParts, "probe" | "clock" | "version" | "isStarted">, ctx: Ctx, _input: object): Promise<Health> {
  const findings = await deps.probe.look();
  const isStarted = deps.isStarted();
  const { database, engine, storage, vectorSearch, databaseMs } = findings;
  return {
    status: statusOf(findings, isStarted),
    service: "cofounder",
    version: deps.version,
    timestamp: deps.clock.now().toISOString(),
    startup_complete: isStarted,
    components: { database, engine, storage, vector_search: vectorSearch },
    ...(databaseMs !== null && isAllowed(ctx, "ops.read") ? { latencies_ms: { database: databaseMs } } : {}),
  };
}
