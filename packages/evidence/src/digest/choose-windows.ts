import { overlaps } from "../text/span.ts";
import type { DigestInput } from "./digest.ts";
import type { RatedWindow } from "./rate-windows.ts";

const mostPerSource = 2;
/** Two excerpts that share this much of their terms say the same (mirrors, copies). */
const sameText = 0.7;
/** Words that heading, naming of the source and mark cost. */
const wordsAround = 6;

interface Choice {
  chosen: RatedWindow[];
  words: number;
  sectionWords: Map<number, number>;
}

/**
 * Chooses the excerpts of a digest: first the best for each section, then the best of the rest until the length is reached, sections
 * that have little first. No sentence twice, no two excerpts that say the same, at most two excerpts of a source in a section.
 */
export function chooseWindows(rated: readonly RatedWindow[], input: DigestInput): RatedWindow[] {
  const choice: Choice = { chosen: [], words: 30, sectionWords: new Map() };
  const queue = rated.toSorted((a, b) => b.worth - a.worth || a.section - b.section || a.window.start - b.window.start);
  const limit = input.targetLength * 1.12;
  for (const candidate of openingsOf(queue)) {
    const first = queue.find((other) => other.section === candidate && fits(choice, other, limit));
    if (first !== undefined) take(choice, first);
  }
  const sections = new Set(queue.map((candidate) => candidate.section)).size;
  let rest = queue.filter((candidate) => fits(choice, candidate, limit));
  while (choice.words < input.targetLength * 0.95 && rest.length > 0) {
    const share = input.targetLength / Math.max(1, sections);
    const next = rest.reduce((best, candidate) => (urgency(choice, candidate, share) > urgency(choice, best, share) ? candidate : best));
    take(choice, next);
    rest = rest.filter((candidate) => fits(choice, candidate, limit));
  }
  return choice.chosen;
}

/** Sections in the order of their best windows. */
function openingsOf(queue: readonly RatedWindow[]): number[] {
  return [...new Set(queue.map((candidate) => candidate.section))];
}

/** A section that has had its share of the words waits for the others; longer windows are taken where much is wanted. */
function urgency(choice: Choice, { worth, section, window }: RatedWindow, share: number): number {
  const had = (choice.sectionWords.get(section) ?? 0) / share;
  const length = 0.06 * Math.min(1, window.wordCount / 60);
  return worth + length - 0.3 * had;
}

function fits(choice: Choice, candidate: RatedWindow, limit: number): boolean {
  if (choice.words + candidate.window.wordCount + wordsAround > limit && choice.chosen.length > 0) return false;
  const source = candidate.window.passage.sourceId;
  let ofSource = 0;
  for (const other of choice.chosen) {
    const isSameSource = other.window.passage.sourceId === source;
    if (isSameSource && overlaps(other.window, candidate.window)) return false;
    if (isSameSource && other.section === candidate.section) ofSource += 1;
    if (similarity(other.terms, candidate.terms) >= sameText) return false;
  }
  return ofSource < mostPerSource;
}

function take(choice: Choice, candidate: RatedWindow): void {
  const words = candidate.window.wordCount + wordsAround;
  choice.chosen.push(candidate);
  choice.words += words;
  choice.sectionWords.set(candidate.section, (choice.sectionWords.get(candidate.section) ?? 0) + words);
}

/** Jaccard share of common terms. */
function similarity(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const [small, large] = a.size < b.size ? [a, b] : [b, a];
  if (small.size / Math.max(1, large.size) < sameText) return 0;
  let common = 0;
  for (const term of small) if (large.has(term)) common += 1;
  return common / (a.size + b.size - common || 1);
}
