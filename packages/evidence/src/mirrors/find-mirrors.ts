import { sentences } from "../text/sentences.ts";
import { words } from "../text/words.ts";
import { fingerprint, similarity, type Fingerprint } from "./fingerprint.ts";
import { type NumberConflict, numberConflicts } from "./number-conflicts.ts";
import type { Span } from "../text/span.ts";

export interface MirrorText {
  id: string;
  text: string;
}

/** A text that repeats an earlier one. Spans are UTF-16 positions in the text that they are named after. */
export interface Mirror {
  copyId: string;
  originalId: string;
  /** Share of common five-word runs, 0 to 1. */
  similarity: number;
  /** A sentence of the copy that stands in the original word for word. */
  shared: Span & { quote: string };
  conflicts: NumberConflict[];
}

/** From this share on two texts are one: a reprint with another head and other figures lies above, two reports on one subject far below. */
const nearCopy = 0.6;
/** Shorter texts share their words by chance. */
const fewestRuns = 12;
/** More texts than these are not compared with each other. */
const mostTexts = 200;
const wordsOfQuote = 6;

interface Known extends MirrorText {
  print: Fingerprint;
}

/**
 * The near-copies among texts, each with the earliest text that it repeats, and the numbers on which the two disagree. Texts are given
 * oldest first; a copy of a copy is reported as a copy of the first. Compares shares of five-word runs (Broder 1997); bounded to 200
 * texts and some thousand runs of each.
 */
export function findMirrors(texts: readonly MirrorText[]): Mirror[] {
  const originals: Known[] = [];
  const found: Mirror[] = [];
  for (const text of texts.slice(0, mostTexts)) {
    const known = { ...text, print: fingerprint(text.text) };
    if (known.print.runs < fewestRuns) continue;
    const original = nearest(known, originals);
    if (original === undefined) originals.push(known);
    else found.push(describe(original.known, known, original.share));
  }
  return found;
}

function nearest(text: Known, originals: readonly Known[]): { known: Known; share: number } | undefined {
  let best: { known: Known; share: number } | undefined;
  for (const known of originals) {
    const share = similarity(known.print, text.print);
    if (share >= nearCopy && share > (best?.share ?? 0)) best = { known, share };
  }
  return best;
}

function describe(original: MirrorText, copy: MirrorText, share: number): Mirror {
  const ofOriginal = sentences(original.text);
  const ofCopy = sentences(copy.text);
  const texts = new Set(ofOriginal.map((sentence) => sentence.text));
  const shared = ofCopy.find((sentence) => texts.has(sentence.text) && words(sentence.text).length >= wordsOfQuote) ?? ofCopy[0];
  const { start, end } = shared ?? { start: 0, end: Math.min(copy.text.length, 200) };
  return {
    copyId: copy.id,
    originalId: original.id,
    similarity: share,
    shared: { start, end, quote: copy.text.slice(start, end) },
    conflicts: numberConflicts(ofOriginal, ofCopy),
  };
}
