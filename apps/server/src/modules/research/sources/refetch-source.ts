import type { InputOf, researchContract, ResponseOf } from "@cofounder/contracts";
import { effectOf, once } from "@cofounder/database";
import { allow, AppError, type Ctx } from "@cofounder/kernel";
import type { ResearchDeps } from "../deps.ts";
import type { RawDocument } from "../reading/read-document.ts";
import { sha256Of } from "../snapshots/keep-bytes.ts";
import { fetchDocument } from "./add-source.ts";
import { finishReading, ownerKind } from "./finish-reading.ts";
import { flagMirrors } from "./flag-mirrors.ts";
import { prepareSource, writeSources } from "./keep-sources.ts";
import { unusable } from "./source.ts";
import { lockFlags, selectSource, selectVersion, type SourceWithSnapshot } from "./sources.queries.ts";

type Refetch = typeof researchContract.refetchSource;
type Passages = ResponseOf<Refetch>["added"];

const embedMs = 5_000;
const mostPassages = 10_000;
const mostShown = 200;

async function passagesOf(deps: Pick<ResearchDeps, "sql" | "index">, id: string): Promise<Passages> {
  const entries = await deps.index.listEntries(deps.sql, { kind: ownerKind, id }, { after: -1, limit: mostPassages });
  return entries.map(({ text, start, end }) => ({ text, start, end }));
}

const wordsOf = ({ text }: Passages[number]): string => text.replaceAll(/\s+/g, " ");

/** The passages of `these` whose words stand in none of the others. */
function onlyIn(these: Passages, others: Passages): Passages {
  const known = new Set(others.map(wordsOf));
  return these.filter((passage) => !known.has(wordsOf(passage))).slice(0, mostShown);
}

/** Reads what the address says now into a source of its own, unless an earlier call has done so. */
async function keepVersion(deps: ResearchDeps, ctx: Ctx, { old, document }: { old: SourceWithSnapshot; document: RawDocument }): Promise<string> {
  const reading = await deps.readDocument(document, ctx.signal);
  const problem = unusable(reading);
  if (problem !== undefined) throw new AppError("unsupported", problem);
  const { title, isTitleGiven, url } = old;
  const prepared = await prepareSource(deps, { kind: "text", document, url, title, isTitleGiven });
  const sha256 = prepared.row.sha256 ?? "";
  const id = await deps.transaction((tx) =>
    once(tx, effectOf(ctx, "refetch-source"), async () => {
      // Two calls at once keep one version: the second waits here and finds it.
      await lockFlags(tx, [old.id]);
      const kept = await selectVersion(tx, { url: url ?? "", sha256 });
      if (kept === undefined) await writeSources(tx, ctx, [prepared]);
      return kept ?? prepared.row.id;
    }),
  );
  await finishReading(deps, ctx, { source: { id, title, isTitleGiven, sha256 }, reading, embedMs });
  await flagMirrors(deps, ctx, { sourceIds: [old.id, id], about: id });
  return id;
}

function requireAddress(source: SourceWithSnapshot | undefined): SourceWithSnapshot & { url: string } {
  if (source === undefined) throw new AppError("not_found", "There is no source with this id.");
  if (source.url === null) throw new AppError("conflict", "Only an address can be fetched again; this source was given as a text or a file.");
  if (source.status !== "read") throw new AppError("conflict", "This source has not been read yet, so there is nothing to compare with.");
  return { ...source, url: source.url };
}

/**
 * Fetches a source's address again. What it says now, where that is something else, becomes a source of its own, so that quotes from the
 * old one can be checked for ever; the answer names the passages that came and went. Safe to repeat: the same bytes are kept once.
 */
export async function refetchSource(deps: ResearchDeps, ctx: Ctx, input: InputOf<Refetch>): Promise<ResponseOf<Refetch>> {
  allow(ctx, "research.write");
  const old = requireAddress(await selectSource(deps.sql, input.source_id));
  const document = await fetchDocument(deps, old.url, ctx.signal);
  const changed = (await sha256Of(document.bytes)) !== old.sha256;
  const id = changed ? await keepVersion(deps, ctx, { old, document }) : old.id;
  const present = changed ? await selectSource(deps.sql, id) : old;
  const { bytes = 0, mediaType = "" } = present?.snapshot ?? {};
  const [before, after] = changed ? await Promise.all([passagesOf(deps, old.id), passagesOf(deps, id)]) : [[], []];
  return {
    changed,
    source_id: id,
    previous_source_id: old.id,
    snapshot: { sha256: present?.sha256 ?? "", bytes, media_type: mediaType },
    added: onlyIn(after, before),
    removed: onlyIn(before, after),
  };
}
