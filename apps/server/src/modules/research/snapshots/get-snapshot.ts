import type { InputOf, researchContract, ResponseOf } from "@cofounder/contracts";
import { allow, AppError, type Ctx } from "@cofounder/kernel";
import type { ResearchDeps } from "../deps.ts";
import { extensionOf } from "../reading/document-format.ts";
import { selectSource } from "../sources/sources.queries.ts";
import { loadBytes } from "./keep-bytes.ts";

type Get = typeof researchContract.getSnapshot;

/** The bytes that a source was read from, compared with their hash. */
export async function getSnapshot(deps: Pick<ResearchDeps, "sql" | "blobs">, ctx: Ctx, input: InputOf<Get>): Promise<ResponseOf<Get>> {
  allow(ctx, "research.read");
  const source = await selectSource(deps.sql, input.source_id);
  if (source === undefined) throw new AppError("not_found", "There is no source with this id.");
  if (source.sha256 === null || source.snapshot === null) throw new AppError("not_found", "Nothing has been fetched for this source yet.");
  const { mediaType } = source.snapshot;
  return { name: `${source.sha256.slice(0, 16)}.${extensionOf(mediaType)}`, mediaType, bytes: await loadBytes(deps, source.sha256) };
}
