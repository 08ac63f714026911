import { nodeFiles, type ReadConfig, readConfig } from "../src/config.ts";

/** Settings of a server in a folder, read from these variables alone: no `.env` of this machine counts. */
export function settingsIn(dataDir: string, variables: Record<string, string> = {}): ReadConfig {
  const files = { ...nodeFiles, read: () => undefined, isContainer: () => false };
  return readConfig({ DATA_DIR: dataDir, PORT: "0", LOG_LEVEL: "CRITICAL", ...variables }, files);
}
