import type { Span } from "../text/span.ts";
import { toOriginal } from "../text/span.ts";
import { foldTypography } from "../text/typography.ts";
import { words } from "../text/words.ts";

const marked = /“([^“”]{8,2000})”|"([^"]{8,2000})"|«([^«»]{8,2000})»/g;

/** The quotations of a sentence that are long enough to be words of somebody (four words or more), without their marks. */
export function readQuotations(sentence: string): string[] {
  return Array.from(sentence.matchAll(marked), (match) => match[1] ?? match[2] ?? match[3] ?? "").filter((quote) => words(quote).length >= 4);
}

/**
 * Where a text has the words of a quotation, compared without regard to typography and case; an ellipsis in the quotation may leave
 * words out. The span is the text's own.
 */
export function findQuotation(text: string, quotation: string): Span | undefined {
  const folded = foldTypography(text);
  const pieces = foldTypography(quotation)
    .text.split(/ ?\[?\.\.\.\]? ?/)
    .map((piece) => piece.trim().replace(/^["']+|["',.;:]+$/g, ""))
    .filter((piece) => piece !== "");
  const [first] = pieces;
  if (first === undefined) return undefined;
  let from = folded.text.indexOf(first);
  const start = from;
  if (start === -1) return undefined;
  for (const piece of pieces) {
    const at = folded.text.indexOf(piece, from);
    if (at === -1) return undefined;
    from = at + piece.length;
  }
  const span = toOriginal(folded, { start, end: from });
  const ending = /[.!?]/.exec(quotation.trimEnd().slice(-2))?.[0];
  return { start: span.start, end: ending !== undefined && text.charAt(span.end) === ending ? span.end + 1 : span.end };
}
