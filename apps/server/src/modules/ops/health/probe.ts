import type { OpsDeps, PartState } from "../deps.ts";
import type { Findings } from "./health.ts";

/** A part that has not answered by then is not well. */
const patienceMs = 2000;
/** Asked again within this time, the probe repeats what it found. */
const freshMs = 1000;

type Parts = Pick<OpsDeps, "clock" | "report" | "pingDatabase" | "checkEngine" | "checkStorage" | "searchMode">;

export interface HealthProbe {
  look(): Promise<Findings>;
}

/** What `ask` answers; throws when that is nothing in time. */
async function within<T>(ask: () => Promise<T>, patience: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const silence = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${patience} ms`)), patience);
  });
  try {
    return await Promise.race([ask(), silence]);
  } finally {
    clearTimeout(timer);
  }
}

/** Looks at every part at once, at most once a second however often it is asked. Reports why a part fails when it begins to. */
export function createHealthProbe(deps: Parts, patience = patienceMs): HealthProbe {
  let last: { findings: Promise<Findings>; lookedAt: number } | undefined;
  const failing = new Set<string>();

  async function ask<T, Otherwise>(part: string, how: () => Promise<T>, otherwise: Otherwise): Promise<T | Otherwise> {
    try {
      const answer = await within(how, patience);
      failing.delete(part);
      return answer;
    } catch (error) {
      if (!failing.has(part)) deps.report(new Error(`The ${part} cannot be used.`, { cause: error }));
      failing.add(part);
      return otherwise;
    }
  }

  async function lookNow(): Promise<Findings> {
    const unhealthy: PartState = "unhealthy";
    const [databaseMs, engine, storage, vectorSearch] = await Promise.all([
      ask("database", () => deps.pingDatabase(), null),
      ask("engine", () => deps.checkEngine(), unhealthy),
      ask("storage", () => deps.checkStorage(), unhealthy),
      ask("search", () => deps.searchMode(), "unknown" as const),
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
