import type { PostEvidence } from "@cofounder/contracts";
import { webAddress } from "./addresses.ts";
import type { Note } from "./read-content.ts";

/** A stretch of a source, word for word; `note` is the footnote that quotes it. */
export interface CitedPassage {
  quote: string;
  note: Note | undefined;
}

export interface CitedSource {
  sourceId: string;
  /** Its place in the page. */
  anchor: string;
  title: string;
  url: string | undefined;
  sha256: string;
  fetchedAt: string;
  passages: CitedPassage[];
}

export interface CitedSources {
  sources: CitedSource[];
  /** Whether every footnote stands among the passages, so that a list of footnotes would only repeat them. */
  holdsEveryNote: boolean;
}

const even = (text: string): string => text.replaceAll(/\s+/g, " ").trim();

interface ReadNote {
  note: Note;
  named: string;
  quote: string;
}

function readNote(note: Note): ReadNote | undefined {
  const opening = note.text.indexOf(" — “");
  if (opening === -1 || !note.text.endsWith("”")) return undefined;
  return { note, named: note.text.slice(0, opening), quote: even(note.text.slice(opening + 4, -1)) };
}

type Source = PostEvidence["sources"][number];

interface QuotedSource {
  source: Source;
  quotes: string[];
}

const overlaps = (one: string, other: string): boolean => one.includes(other) || other.includes(one);

function isNoteOf(read: ReadNote, { source, quotes }: QuotedSource): boolean {
  const isNamed = read.named === even(source.title) || (source.url !== null && read.named.endsWith(`, ${source.url}`));
  return isNamed && quotes.some((quote) => overlaps(read.quote, quote));
}

/** Footnotes first, in the order of the text; then what is cited without one. */
function passagesOf(quotes: readonly string[], notes: readonly ReadNote[]): CitedPassage[] {
  const noted = notes.map(({ note, quote }) => ({ quote, note }));
  const rest = quotes.filter((quote) => !noted.some((passage) => overlaps(passage.quote, quote)));
  return [...noted, ...rest.map((quote) => ({ quote, note: undefined }))];
}

/** What a post is made from, in the order in which its text cites it: each source with every passage cited from it, once. */
export function citedSources(evidence: PostEvidence, notes: readonly Note[]): CitedSources {
  const citations = evidence.claims.flatMap((claim) => claim.citations);
  const quoted = evidence.sources.map((source) => ({
    source,
    quotes: [...new Set(citations.filter(({ source_id }) => source_id === source.source_id).map(({ quote }) => even(quote)))],
  }));
  // Two sources may hold the same sentence under the same title: a footnote belongs to the first, and has one place in the page.
  const owned = notes.flatMap((note) => {
    const read = readNote(note);
    const owner = read === undefined ? undefined : quoted.find((one) => isNoteOf(read, one));
    return read === undefined || owner === undefined ? [] : [{ read, owner }];
  });
  const withPassages = quoted.map((one) => ({
    source: one.source,
    passages: passagesOf(
      one.quotes,
      owned.filter(({ owner }) => owner === one).map(({ read }) => read),
    ),
  }));
  const cited = withPassages.some(({ passages }) => passages.length > 0) ? withPassages.filter(({ passages }) => passages.length > 0) : withPassages;
  const firstNote = ({ passages }: { passages: CitedPassage[] }): number => passages[0]?.note?.number ?? Number.POSITIVE_INFINITY;
  const ordered = cited.toSorted((a, b) => (firstNote(a) === firstNote(b) ? 0 : firstNote(a) - firstNote(b)));
  return {
    holdsEveryNote: notes.length > 0 && owned.length === notes.length,
    sources: ordered.map(({ source, passages }, index) => ({
      sourceId: source.source_id,
      anchor: `source-${index + 1}`,
      title: source.title,
      url: webAddress(source.url),
      sha256: source.sha256,
      fetchedAt: source.fetched_at,
      passages,
    })),
  };
}
