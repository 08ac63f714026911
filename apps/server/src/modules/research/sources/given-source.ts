import { contentContract, type SourceInput } from "@cofounder/contracts";
import { AppError, type InputIssue, invalid } from "@cofounder/kernel";
import { guessFormat } from "../reading/document-format.ts";
import type { RawDocument } from "../reading/read-document.ts";
import { titleOfText, titleOfUrl } from "./source.ts";

/** A source as it was given: a kept one, an address to be fetched, or a text. */
export type GivenSource =
  | { kind: "kept"; sourceId: string }
  | { kind: "url"; url: string; title: string; isTitleGiven: boolean }
  | { kind: "text"; document: RawDocument; url: string | null; title: string; isTitleGiven: boolean };

export function textDocument(text: string, format: SourceInput["format"]): RawDocument {
  return { bytes: new TextEncoder().encode(text), format: format ?? guessFormat(text) };
}

function assertPlainUrl(url: string | undefined, loc: (string | number)[]): void {
  if (url === undefined) return;
  const { username, password } = new URL(url);
  if (username !== "" || password !== "") throw invalid(loc, "must not carry a user name or a password");
}

export function readGivenSource(given: SourceInput, loc: (string | number)[]): GivenSource {
  const { source_id, url, text, title, format } = given;
  assertPlainUrl(url, [...loc, "url"]);
  if (source_id !== undefined) return { kind: "kept", sourceId: source_id };
  const isTitleGiven = title !== undefined;
  if (text !== undefined) {
    const document = textDocument(text, format);
    return { kind: "text", document, url: url ?? null, isTitleGiven, title: title ?? (url === undefined ? titleOfText(text) : titleOfUrl(url)) };
  }
  if (url === undefined) throw invalid([...loc, "text"], "give url, text or source_id");
  return { kind: "url", url, isTitleGiven, title: title ?? titleOfUrl(url) };
}

/** All sources of one request together are bounded, whatever their number. */
export function assertSize(sources: readonly GivenSource[]): void {
  const bytes = sources.reduce((sum, source) => sum + (source.kind === "text" ? source.document.bytes.byteLength : 0), 0);
  if (bytes > contentContract.maxSourcesBytes) throw new AppError("too_large", "The sources together are larger than 20 MB.");
}

export function unknownSources(sources: readonly GivenSource[], known: ReadonlySet<string>): InputIssue[] {
  return sources.flatMap((source, index) =>
    source.kind === "kept" && !known.has(source.sourceId)
      ? [{ loc: ["body", "sources", index, "source_id"], msg: "there is no source with this id", type: "value_error" }]
      : [],
  );
}
