import { announce } from "@cofounder/database";
import { allow, AppError, type Ctx, isAppError } from "@cofounder/kernel";
import type { ResearchDeps } from "../deps.ts";
import { mediaTypeOf } from "../reading/document-format.ts";
import type { RawDocument } from "../reading/read-document.ts";
import { keepBytes, loadBytes } from "../snapshots/keep-bytes.ts";
import { insertSnapshot } from "../snapshots/snapshots.queries.ts";
import { fetchDocument } from "./add-source.ts";
import { flagMirrors } from "./flag-mirrors.ts";
import { finishReading } from "./finish-reading.ts";
import { copiesAmong } from "./mirrors.ts";
import { type SourceRow, unusable } from "./source.ts";
import { selectSourcesById, updateUnread } from "./sources.queries.ts";

export interface SourceOutcome {
  source_id: string;
  title: string;
  status: "read" | "failed" | "waiting";
  /** Why it could not be read, or does not count. */
  reason?: string;
  /** The source before it that it is a near-copy of. */
  mirror_of?: string;
}

/** Addresses fetched at the same time. */
const fetchLanes = 4;
/** All the time that one call waits for vectors; the rest gets them in the background. */
const embedBudgetMs = 120_000;

/** A read source stays read; a text that failed would fail again; an address may answer today. */
function isToBeRead(source: SourceRow): boolean {
  return source.status === "waiting" || (source.status === "failed" && source.url !== null);
}

function hasToBeFetched(source: SourceRow): boolean {
  return source.url !== null && (source.sha256 === null || source.status === "failed");
}

async function fetchSnapshot(deps: ResearchDeps, ctx: Ctx, source: SourceRow): Promise<void> {
  const { bytes, format, charset } = await fetchDocument(deps, source.url ?? "", ctx.signal);
  const sha256 = await keepBytes(deps, bytes);
  const fetchedAt = deps.clock.now();
  await deps.transaction(async (tx) => {
    await insertSnapshot(tx, { sha256, bytes: bytes.byteLength, mediaType: mediaTypeOf(format), fetchedAt });
    await updateUnread(tx, source.id, { sha256, format, charset: charset ?? null, fetchedAt, status: "waiting", reason: null });
  });
}

async function readSnapshot(deps: ResearchDeps, ctx: Ctx, { source, embedMs }: { source: SourceRow; embedMs: number }): Promise<void> {
  if (source.sha256 === null || source.format === null) throw new AppError("unavailable", "It has not been fetched.");
  const document: RawDocument = {
    bytes: await loadBytes(deps, source.sha256),
    format: source.format,
    ...(source.charset === null ? {} : { charset: source.charset }),
  };
  const reading = await deps.readDocument(document, ctx.signal);
  const problem = unusable(reading);
  if (problem !== undefined) throw new AppError("unsupported", problem);
  await finishReading(deps, ctx, { source, reading, embedMs });
}

/** Does `work`; what stands in the way of this one source is noted on it and does not keep the others from being read. */
async function attempt(deps: ResearchDeps, ctx: Ctx, { source, work }: { source: SourceRow; work: () => Promise<void> }): Promise<boolean> {
  ctx.signal?.throwIfAborted();
  try {
    await work();
    return true;
  } catch (error) {
    ctx.signal?.throwIfAborted();
    if (!isAppError(error) || error.code === "bug") throw error;
    const reason = error.message;
    await deps.transaction(async (tx) => {
      const isChanged = await updateUnread(tx, source.id, { status: "failed", reason });
      if (isChanged) await announce(tx, ctx, { type: "source.failed", subjectId: source.id, data: { reason } });
    });
    return false;
  }
}

async function fetchAll(deps: ResearchDeps, ctx: Ctx, waiting: readonly SourceRow[]): Promise<Set<string>> {
  const failed = new Set<string>();
  const queue = [...waiting];
  const lane = async (): Promise<void> => {
    for (let source = queue.shift(); source !== undefined; source = queue.shift()) {
      const current = source;
      const isFetched = await attempt(deps, ctx, { source: current, work: () => fetchSnapshot(deps, ctx, current) });
      if (!isFetched) failed.add(current.id);
    }
  };
  await Promise.all(Array.from({ length: fetchLanes }, lane));
  return failed;
}

function outcomeOf(id: string, source: SourceRow | undefined, original: SourceRow | undefined): SourceOutcome {
  if (source === undefined) return { source_id: id, title: "Unknown source", status: "failed", reason: "It is no longer kept." };
  if (original !== undefined && source.status === "read") {
    const reason = `It repeats “${original.title}”, so the two count once.`;
    return { source_id: id, title: source.title, status: "read", reason, mirror_of: original.id };
  }
  return { source_id: id, title: source.title, status: source.status, ...(source.reason === null ? {} : { reason: source.reason }) };
}

/**
 * Reads the sources that have not been read: fetches what waits, keeps a snapshot, extracts the text, indexes its
 * passages, flags near-copies. A source that cannot be read is skipped, and the outcome says why. Safe to repeat; stops between two pieces
 * of work when the signal is aborted.
 */
export async function readSources(deps: ResearchDeps, ctx: Ctx, { sourceIds }: { sourceIds: readonly string[] }): Promise<SourceOutcome[]> {
  allow(ctx, "research.write");
  const began = deps.clock.now().getTime();
  const toRead = (await selectSourcesById(deps.sql, sourceIds)).filter(isToBeRead);
  const unfetched = await fetchAll(deps, ctx, toRead.filter(hasToBeFetched));
  const fetched = toRead.filter(({ id }) => !unfetched.has(id)).map(({ id }) => id);
  for (const source of await selectSourcesById(deps.sql, fetched)) {
    const embedMs = Math.max(0, began + embedBudgetMs - deps.clock.now().getTime());
    await attempt(deps, ctx, { source, work: () => readSnapshot(deps, ctx, { source, embedMs }) });
  }
  ctx.signal?.throwIfAborted();
  await flagMirrors(deps, ctx, { sourceIds });
  const rows = new Map((await selectSourcesById(deps.sql, sourceIds)).map((source) => [source.id, source]));
  const copies = copiesAmong([...new Set(sourceIds)].flatMap((id) => rows.get(id) ?? []));
  return sourceIds.map((id) => outcomeOf(id, rows.get(id), rows.get(copies.get(id) ?? "")));
}
