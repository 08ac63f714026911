import type { Sentence, Span } from "../text/span.ts";

/** One sentence that two near-copies hold with different numbers. */
export interface NumberConflict {
  original: Span & { quote: string };
  copy: Span & { quote: string };
}

const numeral = /\d+(?:[.,]\d+)*/g;
/** What a document says of itself differs between reprints, and is no fact of its subject. */
const headLine = /^\W{0,4}(?:date|published|updated|printed|retrieved|accessed|version|page|issue|isbn|tel|phone)\b/i;
const fewestLetters = 12;
const mostConflicts = 20;

/** Two writings of one number are one: 1,200 and 1200, 2.50 and 2.5. */
function valueOf(written: string): string {
  const plain = written.replaceAll(/,(?=\d{3}(?!\d))/g, "").replace(",", ".");
  return Number.isNaN(Number(plain)) ? written : String(Number(plain));
}

/** The sentence without its numbers: what two writings of one statement share. */
function frameOf(sentence: string): string {
  return sentence.replaceAll(numeral, "#").replaceAll(/\s+/g, " ").trim().toLowerCase();
}

function numbersOf(sentence: string): string {
  return (sentence.match(numeral) ?? []).map(valueOf).join(" ");
}

/** The sentences of near-copies that are the same but for a number. Linear in their number; at most 20 are reported. */
export function numberConflicts(original: readonly Sentence[], copy: readonly Sentence[]): NumberConflict[] {
  const inCopy = new Set(copy.map((sentence) => sentence.text));
  const inOriginal = new Set(original.map((sentence) => sentence.text));
  const open = new Map<string, Sentence[]>();
  for (const sentence of original.filter(({ text }) => !inCopy.has(text))) {
    const frame = frameOf(sentence.text);
    open.set(frame, [...(open.get(frame) ?? []), sentence]);
  }
  const found: NumberConflict[] = [];
  for (const sentence of copy) {
    if (found.length >= mostConflicts) break;
    const frame = frameOf(sentence.text);
    const isStatement = frame.includes("#") && frame.replaceAll(/\P{L}/gu, "").length >= fewestLetters && !headLine.test(sentence.text);
    const other = isStatement && !inOriginal.has(sentence.text) ? open.get(frame)?.shift() : undefined;
    if (other !== undefined && numbersOf(other.text) !== numbersOf(sentence.text)) found.push({ original: quoted(other), copy: quoted(sentence) });
  }
  return found;
}

function quoted({ start, end, text }: Sentence): Span & { quote: string } {
  return { start, end, quote: text };
}
