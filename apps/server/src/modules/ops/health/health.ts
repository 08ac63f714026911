import type { Health } from "@cofounder/contracts";
import type { PartState } from "../deps.ts";

/** What a look at every part found. */
export interface Findings {
  database: PartState;
  engine: PartState;
  storage: PartState;
  vectorSearch: "available" | "lexical_only" | "unknown";
  /** Milliseconds of a trivial statement; null when there was no answer. */
  databaseMs: number | null;
}

/**
 * The verdict on the whole: without the database nothing works; without the engine or the storage reading still does.
 * Search by words alone is a lesser search and no fault.
 */
export function statusOf(findings: Findings, isStarted: boolean): Health["status"] {
  if (!isStarted) return "starting";
  if (findings.database === "unhealthy") return "unhealthy";
  const parts = [findings.database, findings.engine, findings.storage];
  return parts.every((part) => part === "healthy") ? "healthy" : "degraded";
}
