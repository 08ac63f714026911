import type { OpsDeps, PartState } from "../deps.ts";
import type { Findings } from "./health.ts";

/** A part that has not answered by then is not well. */
const patienceMs = 2000;
/** Asked again within this time, the probe repeats what it found. */
const freshMs = 1000;

export interface HealthProbe {
  look(): Promise<Findings>;
}

/** `otherwise` when the part fails, or keeps silent for too long. */
async function within<T, Otherwise>(ask: () => Promise<T>, otherwise: Otherwise, patience: number): Promise<T | Otherwise> {
  let timer: NodeJS.Timeout | undefined;
  const silence = new Promise<Otherwise>((resolve) => {
    timer = setTimeout(() => resolve(otherwise), patience);
  });
  try {
    return await Promise.race([ask(), silence]);
  } catch {
    // That it failed is the finding.
    return otherwise;
  } finally {
    clearTimeout(timer);
  }
}

/** Looks at every part at once, at most once a second however often it is asked. */
export function createHealthProbe(
  deps: Pick<OpsDeps, "clock" | "pingDatabase" | "checkEngine" | "checkStorage" | "searchMode">,
  patience = patienceMs,
): HealthProbe {
  let last: { findings: Promise<Findings>; lookedAt: number } | undefined;

  async function lookNow(): Promise<Findings> {
    const unhealthy: PartState = "unhealthy";
    const [databaseMs, engine, storage, vectorSearch] = await Promise.all([
      within(() => deps.pingDatabase(), null, patience),
      within(() => deps.checkEngine(), unhealthy, patience),
      within(() => deps.checkStorage(), unhealthy, patience),
      within(() => deps.searchMode(), "unknown" as const, patience),
    ]);
    return { database: databaseMs === null ? unhealthy : "healthy", engine, storage, vectorSearch, databaseMs };
  }

  return {
    look() {
      const now = deps.clock.now().getTime();
      if (last === undefined || now - last.lookedAt >= freshMs) last = { findings: lookNow(), lookedAt: now };
      return last.findings;
    },
  };
}
