import { AppError } from "@cofounder/kernel";
import { unzipSync } from "fflate";

const mostEntries = 5_000;
const mostBytes = 60_000_000;

const damaged = (cause?: unknown): AppError => new AppError("unsupported", "The file could not be unpacked: it is damaged.", { cause });

/**
 * Unpacks the wanted entries of a zip archive. What they say they unpack to is added up before anything is unpacked, and nothing is
 * written beyond that, so that a small file cannot become a huge one.
 */
export function unpackZip(bytes: Uint8Array, isWanted: (name: string) => boolean): Map<string, Uint8Array> {
  let count = 0;
  let size = 0;
  try {
    const entries = unzipSync(bytes, {
      filter: ({ name, originalSize }) => {
        count += 1;
        if (count > mostEntries) throw new AppError("too_large", "The file holds more parts than are read.");
        if (!isWanted(name)) return false;
        size += originalSize;
        if (size > mostBytes) throw new AppError("too_large", "The file unpacks to more than 60 MB, which is not read.");
        return true;
      },
    });
    return new Map(Object.entries(entries));
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw damaged(error);
  }
}

/** The part of an archive that must be there. */
export function partOf(parts: ReadonlyMap<string, Uint8Array>, name: string): Uint8Array {
  const part = parts.get(name);
  if (part === undefined) throw damaged(new Error(`${name} is missing`));
  return part;
}
