export interface Span {
  start: number;
  end: number;
}

export interface Passage extends Span {
  text: string;
}

/** Finds the sentences of a text: spans in order that do not overlap. */
export type SentenceFinder = (text: string) => readonly Span[];

interface Unit extends Span {
  words: number;
}

interface Block {
  units: Unit[];
  isHeading: boolean;
}

const minWords = 60;
const maxWords = 180;
/** A text without spaces is measured by its length, so that no passage grows without bound. */
const charactersPerWord = 11;
/** Longest stretch given to the sentence finder at once. */
const maxStretch = 20_000;

const heading = /^#{1,6} /;
const fence = /^ {0,3}(?:```|~~~)/;

function countWords(text: string): number {
  let words = 0;
  for (const _ of text.matchAll(/\S+/g)) words++;
  return Math.max(words, Math.ceil(text.length / charactersPerWord));
}

function trimmed(text: string, { start, end }: Span): Span {
  const stretch = text.slice(start, end);
  return { start: start + (stretch.length - stretch.trimStart().length), end: start + stretch.trimEnd().length };
}

/** Where to cut a stretch that is too long: behind the last space before `limit`, else at `limit` but never inside a character. */
function cutPoint(text: string, start: number, limit: number): number {
  const stretch = text.slice(start, limit);
  const space = Math.max(stretch.lastIndexOf(" "), stretch.lastIndexOf("\n"));
  if (space > stretch.length / 2) return start + space + 1;
  const code = text.charCodeAt(limit);
  return code >= 0xdc00 && code <= 0xdfff ? limit - 1 : limit;
}

function pieces(text: string, span: Span, length: number): Span[] {
  const found: Span[] = [];
  let start = span.start;
  while (span.end - start > length) {
    const cut = cutPoint(text, start, start + length);
    found.push({ start, end: cut });
    start = cut;
  }
  found.push({ start, end: span.end });
  return found;
}

function unitsOf(text: string, block: Span, findSentences: SentenceFinder): Unit[] {
  const units: Unit[] = [];
  for (const stretch of pieces(text, block, maxStretch)) {
    const found = findSentences(text.slice(stretch.start, stretch.end)).map((span) => ({
      start: stretch.start + span.start,
      end: stretch.start + span.end,
    }));
    for (const sentence of found.length > 0 ? found : [stretch]) {
      const isLong = countWords(text.slice(sentence.start, sentence.end)) > maxWords;
      for (const piece of isLong ? pieces(text, sentence, (maxWords / 2) * charactersPerWord) : [sentence]) {
        const span = trimmed(text, piece);
        if (span.end > span.start) units.push({ ...span, words: countWords(text.slice(span.start, span.end)) });
      }
    }
  }
  return units;
}

/** Spans of headings and paragraphs. A fenced block is never a heading. */
function blockSpans(text: string): (Span & { isHeading: boolean })[] {
  const spans: (Span & { isHeading: boolean })[] = [];
  let open: Span | undefined;
  let isFenced = false;
  const close = (): void => {
    if (open !== undefined) spans.push({ ...open, isHeading: false });
    open = undefined;
  };
  for (let start = 0; start < text.length;) {
    const newline = text.indexOf("\n", start);
    const end = newline === -1 ? text.length : newline;
    const opening = text.slice(start, Math.min(end, start + 8));
    if (fence.test(opening)) isFenced = !isFenced;
    if (!isFenced && heading.test(opening)) {
      close();
      spans.push({ start, end, isHeading: true });
    } else if (opening.trim() === "" && text.slice(start, end).trim() === "") close();
    else open = { start: open?.start ?? start, end };
    start = end + 1;
  }
  close();
  return spans;
}

function blocksOf(text: string, findSentences: SentenceFinder): Block[] {
  return blockSpans(text).map((span) => ({ isHeading: span.isHeading, units: unitsOf(text, span, span.isHeading ? () => [] : findSentences) }));
}

/** Joins a short rest to the passage before it when both fit into one. */
function joinRest(groups: Unit[]): Unit[] {
  const last = groups.at(-1);
  const before = groups.at(-2);
  if (last === undefined || before === undefined || last.words >= minWords || before.words + last.words > maxWords) return groups;
  return [...groups.slice(0, -2), { start: before.start, end: last.end, words: before.words + last.words }];
}

/**
 * Cuts a readable text (paragraphs apart by blank lines, headings as `#` lines) into passages of 60 to 180 words that
 * begin and end at sentence bounds and, where there is enough text, at headings. `text.slice(start, end)` is a
 * passage's text; offsets are UTF-16 positions. A sentence that is too long is cut between words. Time grows
 * linearly with the length as long as `findSentences` does for 20,000 characters.
 */
export function splitPassages(text: string, findSentences: SentenceFinder): Passage[] {
  const groups: Unit[] = [];
  let open: Unit | undefined;
  const close = (): void => {
    if (open !== undefined) groups.push(open);
    open = undefined;
  };
  for (const block of blocksOf(text, findSentences)) {
    if (block.isHeading && (open?.words ?? 0) >= minWords) close();
    for (const unit of block.units) {
      if (open !== undefined && open.words + unit.words > maxWords) close();
      open = { start: open?.start ?? unit.start, end: unit.end, words: (open?.words ?? 0) + unit.words };
    }
    if (!block.isHeading && (open?.words ?? 0) >= minWords) close();
  }
  close();
  return joinRest(groups).map(({ start, end }) => ({ start, end, text: text.slice(start, end) }));
}
