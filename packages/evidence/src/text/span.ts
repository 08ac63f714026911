/** A stretch of a text: UTF-16 offsets, `end` exclusive. */
export interface Span {
  start: number;
  end: number;
}

/** One sentence of a text; `text` is always `whole.slice(start, end)`. Paragraphs count from 0. */
export interface Sentence extends Span {
  text: string;
  paragraph: number;
}

/** A reading form of a text, with the position in the original of each of its characters; `at` has one entry more than `text`. */
export interface Mapped {
  text: string;
  at: Int32Array;
}

/** Where a span of the reading form lies in the original. Dropped characters at its ends stay outside. */
export function toOriginal(mapped: Mapped, span: Span): Span {
  if (span.end <= span.start) {
    const here = mapped.at[span.start] ?? 0;
    return { start: here, end: here };
  }
  return { start: mapped.at[span.start] ?? 0, end: (mapped.at[span.end - 1] ?? 0) + 1 };
}

/** Whether two spans share a character. */
export function overlaps(a: Span, b: Span): boolean {
  return a.start < b.end && b.start < a.end;
}
