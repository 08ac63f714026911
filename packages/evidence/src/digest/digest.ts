/** A piece of a source: `text` is `source.text.slice(start, start + text.length)`; `score` is the search's, higher is better. */
export interface DigestPassage {
  id: string;
  sourceId: string;
  sourceTitle: string;
  sourceUrl?: string | undefined;
  text: string;
  start: number;
  score: number;
}

export interface DigestSection {
  heading: string;
  question: string;
  passages: readonly DigestPassage[];
}

export interface DigestInput {
  topic: string;
  /** Words of the finished text, footnotes not counted. */
  targetLength: number;
  sections: readonly DigestSection[];
}

/** One quotation of a digest: `quote` is `source.text.slice(sourceStart, sourceEnd)` and `markdown.slice(start, end)`. */
export interface DigestExcerpt {
  note: number;
  sourceId: string;
  passageId: string;
  quote: string;
  sourceStart: number;
  sourceEnd: number;
  start: number;
  end: number;
}

export interface Digest {
  title: string;
  /** Empty when no section has evidence. */
  markdown: string;
  excerpts: DigestExcerpt[];
  droppedSections: { heading: string; reason: string }[];
}
