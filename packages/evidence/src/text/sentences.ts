import {
  leadingAbbreviations,
  loosenedAbbreviations,
  numberingAbbreviations,
  sentenceStarters,
  timeZones,
  trailingAbbreviations,
} from "./english/abbreviations.ts";
import type { Sentence, Span } from "./span.ts";

/** Longer runs without a sentence end are cut at a space, so that what works on sentences stays bounded. */
export const longestSentence = 2000;

const terminators = /[.!?…]+|[。！？]+/g;
const closers = /["'”’»)\]]/;
const openers = /["'“‘«([]/;
const citationMark = /\[\^?[\w-]{1,24}\]/y;

/**
 * The sentences of plain prose, in order. Paragraphs end at blank lines; a single line break is a space.
 * Dots of abbreviations, initials, decimals, versions, addresses and ellipses do not end a sentence.
 * Runs in time linear in the length of the text.
 */
export function sentences(text: string): Sentence[] {
  const found: Sentence[] = [];
  let paragraph = 0;
  for (const block of paragraphsOf(text)) {
    for (const span of splitParagraph(text, block)) found.push({ ...span, text: text.slice(span.start, span.end), paragraph });
    paragraph += 1;
  }
  return found;
}

/** The spans between blank lines, without the white space around them. */
function paragraphsOf(text: string): Span[] {
  const spans: Span[] = [];
  let start = 0;
  for (const gap of text.matchAll(/\n[ \t\r]*\n\s*/g)) {
    pushTrimmed(spans, text, { start, end: gap.index });
    start = gap.index + gap[0].length;
  }
  pushTrimmed(spans, text, { start, end: text.length });
  return spans;
}

function splitParagraph(text: string, block: Span): Span[] {
  const spans: Span[] = [];
  let start = block.start;
  for (const match of text.slice(block.start, block.end).matchAll(terminators)) {
    const at = block.start + match.index;
    if (at < start) continue;
    const run = { start: at, end: at + match[0].length };
    const end = Math.min(afterClosers(text, run.end), block.end);
    const next = skipSpaces(text, end, block.end);
    const isWide = /[。！？]/.test(match[0]);
    if (next < block.end && !isWide && (next === end || !endsSentence(text, { start, run, next }))) continue;
    pushBounded(spans, text, { start, end });
    start = next;
  }
  pushBounded(spans, text, { start, end: block.end });
  return spans;
}

function afterClosers(text: string, from: number): number {
  let end = from;
  for (;;) {
    citationMark.lastIndex = end;
    const mark = citationMark.exec(text);
    if (mark !== null) end += mark[0].length;
    else if (end < text.length && closers.test(text.charAt(end))) end += 1;
    else return end;
  }
}

function skipSpaces(text: string, from: number, end: number): number {
  let at = from;
  while (at < end && isSpace(text.charCodeAt(at))) at += 1;
  return at;
}

/** Exactly what `String.prototype.trim` takes off. */
function isSpace(code: number): boolean {
  if (code < 0x80) return code === 32 || (code >= 9 && code <= 13);
  return code === 0xa0 || (code >= 0x1680 && /\s/.test(String.fromCharCode(code)));
}

interface Candidate {
  /** Where the running sentence began. */
  start: number;
  /** The marks that may end it. */
  run: Span;
  /** The first character after the gap. */
  next: number;
}

function endsSentence(text: string, { start, run, next }: Candidate): boolean {
  let word = next;
  while (word < text.length && word < next + 4 && openers.test(text.charAt(word))) word += 1;
  const following = /^[\p{L}\p{N}][\p{L}\p{N}'’.-]*/u.exec(text.slice(word, word + 30))?.[0] ?? "";
  const opensLow = /^\p{Ll}/u.test(following) && !/^\p{Ll}{1,2}\p{Lu}/u.test(following);
  if (opensLow) return false;
  const marks = text.slice(run.start, run.end);
  if (marks !== ".") return true;
  const isDegree = text.charAt(run.start - 2) === "°";
  if (isDegree) return true;
  const previous = /[\p{L}\p{N}][\p{L}\p{N}.'’-]*$/u.exec(text.slice(Math.max(start, run.start - 30), run.start))?.[0] ?? "";
  return dotEndsSentence({ previous, following, isFirstWord: run.start - previous.length <= start });
}

function dotEndsSentence(around: { previous: string; following: string; isFirstWord: boolean }): boolean {
  const previous = around.previous.toLowerCase();
  const following = around.following.toLowerCase().replace(/[.'’-].*$/, "");
  const isStarter = sentenceStarters.has(following);
  if (around.isFirstWord && /^(?:\d{1,3}|[a-z])$/.test(previous)) return false;
  if (leadingAbbreviations.has(previous)) return false;
  if (numberingAbbreviations.has(previous)) return !/^(?:\d|[a-z]$|[ivx]+$)/i.test(following);
  if (loosenedAbbreviations.has(previous)) return !timeZones.has(following) && !/^\d/.test(following);
  if (trailingAbbreviations.has(previous) || /^(?:\p{L}\.)+\p{L}$/u.test(previous)) return isStarter;
  if (/^\p{Lu}$/u.test(around.previous)) return isStarter && following !== "i";
  return true;
}

function pushBounded(spans: Span[], text: string, span: Span): void {
  let start = span.start;
  while (span.end - start > longestSentence) {
    const limit = start + longestSentence;
    const space = text.lastIndexOf(" ", limit);
    const isPair = (text.charCodeAt(limit) & 0xfc00) === 0xdc00;
    const cut = space > start + longestSentence / 2 ? space : limit - (isPair ? 1 : 0);
    pushTrimmed(spans, text, { start, end: cut });
    start = cut;
  }
  pushTrimmed(spans, text, { start, end: span.end });
}

function pushTrimmed(spans: Span[], text: string, span: Span): void {
  let { start, end } = span;
  while (start < end && isSpace(text.charCodeAt(start))) start += 1;
  while (end > start && isSpace(text.charCodeAt(end - 1))) end -= 1;
  if (end > start) spans.push({ start, end });
}
