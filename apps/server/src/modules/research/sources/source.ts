import type { Source as SourceView } from "@cofounder/contracts";
import type { Reading } from "../reading/read-document.ts";
import type { sources } from "../tables.ts";

export type Source = typeof sources.$inferSelect;

/** A source without its text, which may be large. */
export type SourceRow = Omit<Source, "text" | "author" | "publishedAt" | "canonicalUrl">;

/** Shorter than this there is nothing to quote from. */
const minCharacters = 20;

const maxTitle = 300;

/** The name of a source that was not given one, until it has been read. */
export function titleOfUrl(url: string): string {
  const { hostname, pathname } = new URL(url);
  return `${hostname}${pathname === "/" ? "" : pathname}`.slice(0, maxTitle);
}

/** The first line of a text, as a name for it. */
export function titleOfText(text: string): string {
  const line = /\S[^\n]{0,300}/.exec(text.replace(/^[\s#>*-]+/, ""))?.[0].trim() ?? "";
  const words = line.length > 80 ? `${line.slice(0, 80).replace(/\s+\S*$/, "")}…` : line;
  return words === "" ? "Untitled text" : words;
}

/** Why a reading is no use, or undefined when it is. */
export function unusable(reading: Reading): string | undefined {
  return reading.text.length < minCharacters || !/\p{L}{2}/u.test(reading.text) ? "There is no readable text in it." : undefined;
}

/** What becomes of a source once it has been read. */
export function readSource(source: Pick<Source, "title" | "isTitleGiven">, reading: Reading) {
  const declared = reading.title?.slice(0, maxTitle);
  return {
    status: "read" as const,
    reason: null,
    title: source.isTitleGiven ? source.title : (declared ?? source.title),
    text: reading.text,
    author: reading.author ?? null,
    publishedAt: reading.publishedAt ?? null,
    canonicalUrl: reading.canonicalUrl ?? null,
    passages: reading.passages.length,
    flags: reading.flags,
  };
}

export function viewOf(row: SourceRow & { snapshot: { bytes: number; mediaType: string } | null }): SourceView {
  const { id, title, url, status, reason, passages, flags, createdAt, sha256, fetchedAt, snapshot } = row;
  const kept =
    snapshot === null || sha256 === null || fetchedAt === null
      ? null
      : { sha256, bytes: snapshot.bytes, media_type: snapshot.mediaType, fetched_at: fetchedAt.toISOString() };
  return { id, title, url, status, reason, snapshot: kept, passages, flags, created_at: createdAt.toISOString() };
}
