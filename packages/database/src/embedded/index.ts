export { lockFolder, type FolderLock } from "./lock-folder.ts";
export { openEmbedded, type Embedded } from "./open-embedded.ts";
