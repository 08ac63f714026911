import type { SourceInput } from "@cofounder/contracts";
import { announce, effectOf, once, type Tx } from "@cofounder/database";
import { allow, AppError, type Ctx, uuidv7 } from "@cofounder/kernel";
import type { ResearchDeps } from "../deps.ts";
import { mediaTypeOf } from "../reading/document-format.ts";
import { keepBytes } from "../snapshots/keep-bytes.ts";
import { insertSnapshot } from "../snapshots/snapshots.queries.ts";
import { assertSize, type GivenSource, readGivenSource, unknownSources } from "./given-source.ts";
import { insertSources, type NewSource, selectSourcesById } from "./sources.queries.ts";

type KeepDeps = Pick<ResearchDeps, "sql" | "transaction" | "clock" | "blobs">;

/** A row to be, with the bytes it points at where there are some already. */
export interface PreparedSource {
  row: NewSource;
  snapshot: { bytes: number; mediaType: string } | null;
}

export async function prepareSource(
  deps: Pick<KeepDeps, "clock" | "blobs">,
  source: Exclude<GivenSource, { kind: "kept" }>,
): Promise<PreparedSource> {
  const now = deps.clock.now();
  const { title, isTitleGiven, url } = source;
  const row = { id: uuidv7(now), title, isTitleGiven, url, createdAt: now };
  if (source.kind === "url") return { row: { ...row, format: null, charset: null, sha256: null, fetchedAt: null }, snapshot: null };
  const { bytes, format, charset } = source.document;
  const sha256 = await keepBytes(deps, bytes);
  return {
    row: { ...row, format, charset: charset ?? null, sha256, fetchedAt: now },
    snapshot: { bytes: bytes.byteLength, mediaType: mediaTypeOf(format) },
  };
}

/** Writes sources that wait to be read, with the snapshots they have. */
export async function writeSources(tx: Tx, ctx: Ctx, prepared: readonly PreparedSource[]): Promise<void> {
  for (const { row, snapshot } of prepared) {
    if (snapshot !== null && row.sha256 !== null) await insertSnapshot(tx, { ...snapshot, sha256: row.sha256, fetchedAt: row.createdAt });
  }
  await insertSources(
    tx,
    prepared.map(({ row }) => row),
  );
  for (const { row } of prepared) await announce(tx, ctx, { type: "source.added", subjectId: row.id, data: { title: row.title } });
}

/**
 * Keeps the sources of a request for later reading and returns their ids in order, each once. Texts are snapshotted at
 * once; addresses wait to be fetched; a `source_id` must exist.
 */
export async function keepSources(deps: KeepDeps, ctx: Ctx, given: readonly SourceInput[]): Promise<string[]> {
  allow(ctx, "research.write");
  const sources = given.map((source, index) => readGivenSource(source, ["body", "sources", index]));
  assertSize(sources);
  const keptIds = sources.flatMap((source) => (source.kind === "kept" ? [source.sourceId] : []));
  const known = new Set((await selectSourcesById(deps.sql, keptIds)).map(({ id }) => id));
  const issues = unknownSources(sources, known);
  if (issues.length > 0) throw new AppError("invalid", "Some of the sources are not known.", { issues });

  const prepared: (PreparedSource | { keptId: string })[] = [];
  for (const source of sources) prepared.push(source.kind === "kept" ? { keptId: source.sourceId } : await prepareSource(deps, source));
  const fresh = prepared.flatMap((source) => ("row" in source ? [source] : []));
  if (fresh.length === 0) return [...new Set(keptIds)];
  return deps.transaction((tx) =>
    once(tx, effectOf(ctx, "keep-sources"), async () => {
      await writeSources(tx, ctx, fresh);
      return [...new Set(prepared.map((source) => ("row" in source ? source.row.id : source.keptId)))];
    }),
  );
}
