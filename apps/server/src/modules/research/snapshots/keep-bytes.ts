import { webcrypto } from "node:crypto";
import { promisify } from "node:util";
import { gunzip, gzip } from "node:zlib";
import { AppError } from "@cofounder/kernel";
import type { ResearchDeps } from "../deps.ts";

const compress = promisify(gzip);
const decompress = promisify(gunzip);

/** SHA-256 in hex, computed off the event loop. */
export async function sha256Of(bytes: Uint8Array): Promise<string> {
  return Buffer.from(await webcrypto.subtle.digest("SHA-256", bytes as Uint8Array<ArrayBuffer>)).toString("hex");
}

/** Puts the raw bytes, gzipped, into the blob store under their own hash. Safe to repeat. */
export async function keepBytes(deps: Pick<ResearchDeps, "blobs">, bytes: Uint8Array): Promise<string> {
  const sha256 = await sha256Of(bytes);
  await deps.blobs.put(sha256, await compress(bytes));
  return sha256;
}

/** The raw bytes of a snapshot; what comes back has been compared with its hash. */
export async function loadBytes(deps: Pick<ResearchDeps, "blobs">, sha256: string): Promise<Uint8Array> {
  const packed = await deps.blobs.get(sha256);
  if (packed === undefined) throw new AppError("unavailable", "The stored copy of this source is missing from the blob store.");
  const bytes = await decompress(packed);
  if ((await sha256Of(bytes)) !== sha256) throw new AppError("unavailable", "The stored copy of this source is damaged.");
  return bytes;
}
