export { lockFolder, type FolderLock } from "./lock-folder.ts";
export { openEmbedded, type Embedded, type EmbeddedOptions } from "./open-embedded.ts";
export type { EmbeddedLog, EmbeddedMetrics } from "./supervisor.ts";
