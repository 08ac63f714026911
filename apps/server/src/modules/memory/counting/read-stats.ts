import type { memoryContract, ResponseOf } from "@cofounder/contracts";
import { allow, type Ctx } from "@cofounder/kernel";
import type { MemoryDeps } from "../deps.ts";
import { type KindCount, selectCounts } from "./counts.queries.ts";

type Stats = ResponseOf<typeof memoryContract.getMemoryStats>;

const bytesPerMb = 1_048_576;
const inMb = (bytes: number): number => Math.round((bytes / bytesPerMb) * 1_000) / 1_000;

function sumBy<Row>(rows: readonly Row[], valueOf: (row: Row) => number): number {
  return rows.reduce((sum, row) => sum + valueOf(row), 0);
}

function byAgent(counts: readonly KindCount[]): Stats["by_agent"] {
  const agents = [...new Set(counts.map(({ agent }) => agent))].toSorted();
  return Object.fromEntries(
    agents.map((agent) => {
      const rows = counts.filter((row) => row.agent === agent);
      const lastWrite = Math.max(...rows.map(({ lastWriteAt }) => lastWriteAt.getTime()));
      const memories = sumBy(rows, (row) => row.memories);
      return [agent, { memories, usage_mb: inMb(sumBy(rows, ({ bytes }) => bytes)), last_access: new Date(lastWrite).toISOString() }];
    }),
  );
}

/** What the counters say. Conversations are the short term, all else the long. */
export async function getMemoryStats(deps: Pick<MemoryDeps, "sql">, ctx: Ctx, _input?: unknown): Promise<Stats> {
  allow(ctx, "memory.read");
  const { counts, lastCleanup } = await selectCounts(deps.sql);
  const total = sumBy(counts, ({ memories }) => memories);
  const shortTerm = sumBy(counts, ({ kind, memories }) => (kind === "conversation" ? memories : 0));
  const bytes = sumBy(counts, (row) => row.bytes);
  return {
    total_memories: total,
    short_term_count: shortTerm,
    long_term_count: total - shortTerm,
    memory_usage_bytes: bytes,
    memory_usage_mb: inMb(bytes),
    last_cleanup: lastCleanup?.toISOString() ?? null,
    by_agent: byAgent(counts),
  };
}
