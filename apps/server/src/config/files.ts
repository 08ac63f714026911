import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

/** What configuration needs of the file system. Paths are as given, relative to the working folder. */
export interface ConfigFiles {
  /** The text of a file, or undefined when there is none. */
  read(path: string): string | undefined;
  /** The same for a file that only its owner may read; an open mode is narrowed first. */
  readPrivate(path: string): string | undefined;
  /** Creates a file with mode 0600 and its folder; does nothing when it exists already. Throws what the system says. */
  createPrivate(path: string, text: string): void;
  /** True inside a container, where only other hosts come to visit. */
  isContainer(): boolean;
}

const privateMode = 0o600;

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if (codeOf(error) === "ENOENT") return undefined;
    throw error;
  }
}

export const nodeFiles: ConfigFiles = {
  read: readIfThere,
  readPrivate(path) {
    const text = readIfThere(path);
    if (text !== undefined) chmodSync(path, privateMode);
    return text;
  },
  createPrivate(path, text) {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    try {
      writeFileSync(path, text, { flag: "wx", mode: privateMode });
    } catch (error) {
      if (codeOf(error) !== "EEXIST") throw error;
    }
  },
  isContainer: () => existsSync("/.dockerenv") || existsSync("/run/.containerenv"),
};
