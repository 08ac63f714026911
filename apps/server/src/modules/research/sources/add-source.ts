import { contentContract, type InputOf, type researchContract, type ResponseOf } from "@cofounder/contracts";
import { effectOf, once } from "@cofounder/database";
import { allow, AppError, type Ctx, invalid, isAppError } from "@cofounder/kernel";
import type { ResearchDeps } from "../deps.ts";
import { formatOfAnswer, formatOfFile, isPlausible, readableMediaTypes } from "../reading/document-format.ts";
import type { RawDocument } from "../reading/read-document.ts";
import { flagMirrors } from "./flag-mirrors.ts";
import { finishReading } from "./finish-reading.ts";
import { type GivenSource, readGivenSource } from "./given-source.ts";
import { prepareSource, writeSources } from "./keep-sources.ts";
import { comparedSources } from "./mirrors.ts";
import { titleOfText, unusable } from "./source.ts";
import { selectSimilarInLength, selectSource } from "./sources.queries.ts";

type AddSource = typeof researchContract.addSource;

type Taken = Extract<GivenSource, { kind: "text" }>;

/** Longer than this nobody waits at the door for vectors. */
const embedMs = 5_000;

function takeFile(file: NonNullable<InputOf<AddSource>["file"]>, title: string | undefined): Taken {
  if (file.bytes.byteLength > contentContract.maxSourcesBytes) throw new AppError("too_large", "The file is larger than 20 MB.");
  const format = formatOfFile(file.name, file.mediaType);
  if (format === undefined || !isPlausible(file.bytes, format))
    throw new AppError("unsupported", "Only HTML, Markdown, plain text, PDF, DOCX and EPUB files can be read, and this is none of them.");
  const name = file.name.replaceAll(/[/\\]/g, " ").trim();
  return {
    kind: "text",
    document: { bytes: file.bytes, format },
    url: null,
    title: title ?? (name === "" ? titleOfText("") : name),
    isTitleGiven: title !== undefined,
  };
}

/** Fetches an address and refuses what cannot be read. */
export async function fetchDocument(deps: Pick<ResearchDeps, "fetchPage">, url: string, signal?: AbortSignal): Promise<RawDocument> {
  const page = await deps.fetchPage(url, { accept: readableMediaTypes, ...(signal === undefined ? {} : { signal }) });
  const format = formatOfAnswer(page.url, page.mediaType);
  if (!isPlausible(page.bytes, format)) throw new AppError("unsupported", "The address does not answer with what it says it does.");
  return { bytes: page.bytes, format, ...(page.charset === undefined ? {} : { charset: page.charset }) };
}

async function takeUrl(deps: ResearchDeps, ctx: Ctx, source: Extract<GivenSource, { kind: "url" }>): Promise<Taken> {
  try {
    return { ...source, kind: "text", document: await fetchDocument(deps, source.url, ctx.signal) };
  } catch (error) {
    if (isAppError(error, "invalid")) throw invalid(["body", "url"], error.message);
    throw error;
  }
}

async function take(deps: ResearchDeps, ctx: Ctx, { file, ...given }: InputOf<AddSource>): Promise<Taken> {
  if (file !== undefined) {
    const extra = (["url", "text", "format"] as const).find((name) => given[name] !== undefined);
    if (extra !== undefined) throw invalid(["body", extra], "does not go with a file");
    return takeFile(file, given.title);
  }
  if (given.text === undefined && given.format !== undefined) throw invalid(["body", "format"], "goes with text only");
  const source = readGivenSource(given, ["body"]);
  if (source.kind === "kept") throw invalid(["body", "text"], "give url, text or a file");
  return source.kind === "url" ? takeUrl(deps, ctx, source) : source;
}

/** Takes a source in, reads and indexes it; nothing is stored of one that cannot be read. */
export async function addSource(deps: ResearchDeps, ctx: Ctx, input: InputOf<AddSource>): Promise<ResponseOf<AddSource>> {
  allow(ctx, "research.write");
  const taken = await take(deps, ctx, input);
  const reading = await deps.readDocument(taken.document, ctx.signal);
  const problem = unusable(reading);
  if (problem !== undefined) throw invalid(["body", input.file === undefined ? (input.text === undefined ? "url" : "text") : "file"], problem);

  const prepared = await prepareSource(deps, taken);
  const id = await deps.transaction((tx) =>
    once(tx, effectOf(ctx, "add-source"), async () => {
      await writeSources(tx, ctx, [prepared]);
      return prepared.row.id;
    }),
  );
  await finishReading(deps, ctx, { source: { ...prepared.row, id }, reading, embedMs });
  const similar = await selectSimilarInLength(deps.sql, { id, passages: reading.passages.length }, comparedSources(reading.passages.length));
  await flagMirrors(deps, ctx, { sourceIds: [...similar, id], about: id });
  const source = await selectSource(deps.sql, id);
  if (source === undefined) throw new AppError("conflict", "The source was removed while it was read.");
  const { bytes, mediaType } = source.snapshot ?? { bytes: 0, mediaType: "" };
  return {
    id,
    title: source.title,
    snapshot: { sha256: source.sha256 ?? "", bytes, media_type: mediaType },
    passages: source.passages,
    flags: source.flags,
  };
}
