/** Where the engine's own lines go. */
export type EngineLog = (line: { level: "debug" | "info" | "warn" | "error"; message: string; detail?: unknown }) => void;

/** The shape in which the workflow library logs. */
export function createEngineLogger(log: EngineLog) {
  const at = (level: "debug" | "info" | "warn" | "error") => (entry: unknown, detail?: unknown) =>
    log({ level, message: entry instanceof Error ? entry.message : String(entry), ...(detail === undefined ? {} : { detail }) });
  return { debug: at("debug"), info: at("debug"), warn: at("warn"), error: at("error") };
}
