import { bind } from "@cofounder/kernel";
import { getMemoryStats } from "./counting/read-stats.ts";
import type { MemoryDeps } from "./deps.ts";
import { deleteMemory } from "./life/delete-memory.ts";
import { erasePerson, exportPerson } from "./life/erase-person.ts";
import { forgetMemories } from "./life/forget-memories.ts";
import { forgetOutlived } from "./life/forget-outlived.ts";
import { searchMemories } from "./finding/search-memories.ts";
import { addMemories } from "./memories/add-memories.ts";
import { addMemory } from "./memories/add-memory.ts";
import { getMemory, listMemories } from "./memories/read-memories.ts";
import { updateMemory } from "./memories/update-memory.ts";

export type { MemoryDeps } from "./deps.ts";

export type Memory = ReturnType<typeof createMemory>;

/** What the business knows: told once, kept word for word, found again, and forgotten when its time is up. */
export function createMemory(deps: MemoryDeps) {
  return bind(deps, {
    addMemory,
    addMemories,
    searchMemories,
    listMemories,
    getMemory,
    updateMemory,
    deleteMemory,
    forgetMemories,
    exportPerson,
    erasePerson,
    forgetOutlived,
    getMemoryStats,
  });
}
