import type { Database } from "@cofounder/database";
import { createSearchIndex, type Embedder } from "@cofounder/retrieval";
import { type TestClock, testClock } from "@cofounder/testing";
import { createMemory, type Memory, type MemoryDeps } from "../src/modules/memory/index.ts";

export interface MemoryWorld {
  memory: Memory;
  clock: TestClock;
  deps: MemoryDeps;
}

/** The memory module on a database, with the real index; without an embedder it finds by words only. */
export function memoryWorld(database: Database, embedder: Embedder | null = null): MemoryWorld {
  const clock = testClock();
  const { sql, transaction } = database;
  const deps: MemoryDeps = { sql, transaction, clock, index: createSearchIndex({ database, embedder }) };
  return { memory: createMemory(deps), clock, deps };
}
