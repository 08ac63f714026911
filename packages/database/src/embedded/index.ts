export { lockFolder, type FolderLock } from "./lock-folder.ts";
export { openEmbedded, type Embedded, type EmbeddedLog, type EmbeddedMetrics, type EmbeddedOptions } from "./open-embedded.ts";
