import { bind } from "@cofounder/kernel";
import type { ResearchDeps } from "./deps.ts";
import { listPassages } from "./passages/list-passages.ts";
import { readTexts } from "./passages/read-texts.ts";
import { searchPassages } from "./passages/search-passages.ts";
import { getSnapshot } from "./snapshots/get-snapshot.ts";
import { addSource } from "./sources/add-source.ts";
import { getSource, listSources } from "./sources/find-sources.ts";
import { keepSources } from "./sources/keep-sources.ts";
import { readSources } from "./sources/read-sources.ts";
import { refetchSource } from "./sources/refetch-source.ts";

export type { ResearchDeps } from "./deps.ts";
export { readOffLoop } from "./reading/read-off-loop.ts";
export { createDatabaseBlobs } from "./snapshots/database-blobs.ts";

export type Research = ReturnType<typeof createResearch>;

/** Where text comes from: sources, the snapshots of their bytes, and the passages that are searched and cited. */
export function createResearch(deps: ResearchDeps) {
  return bind(deps, {
    addSource,
    refetchSource,
    listSources,
    getSource,
    getSnapshot,
    listPassages,
    keepSources,
    readSources,
    searchPassages,
    readTexts,
  });
}
