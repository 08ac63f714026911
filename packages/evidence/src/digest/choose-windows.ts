import { overlaps } from "../text/span.ts";
import { words } from "../text/words.ts";
import type { DigestInput } from "./digest.ts";
import type { RatedWindow } from "./rate-windows.ts";

const mostPerSource = 2;
/** Two sentences that share this much of their terms say the same (mirrors, copies, one with another number). */
const sameText = 0.75;
const wordsOfOpening = 20;

/** The opening of a section leaves room for the others: so much of an even share it may take. */
const openingShare = 1.6;

interface Choice {
  input: DigestInput;
  limit: number;
  chosen: RatedWindow[];
  words: number;
  /** What may still be taken, best first. */
  rest: RatedWindow[];
  sectionWords: Map<number, number>;
}

/**
 * Chooses the excerpts of a digest: first the best for each section, then the best of the rest until the length is reached, sections
 * that have little first. No sentence twice, none that only repeats another, at most two excerpts of a source in a section.
 */
export function chooseWindows(rated: readonly RatedWindow[], input: DigestInput): RatedWindow[] {
  const queue = rated.toSorted(
    (a, b) => b.worth - a.worth || a.section - b.section || a.window.start - b.window.start || a.window.end - b.window.end,
  );
  const limit = input.targetLength * 1.12;
  const choice: Choice = { input, limit, chosen: [], words: wordsOfOpening, rest: queue, sectionWords: new Map() };
  const sections = [...new Set(queue.map((candidate) => candidate.section))];
  const share = input.targetLength / Math.max(1, sections.length);
  for (const section of sections) {
    const own = choice.rest.filter((candidate) => candidate.section === section && hasRoom(choice, candidate));
    const first = own.find((candidate) => costOf(choice, candidate) <= share * openingShare) ?? own[0];
    if (first !== undefined) take(choice, first);
  }
  while (choice.words < input.targetLength * 0.95) {
    const fitting = choice.rest.filter((candidate) => hasRoom(choice, candidate));
    const [head] = fitting;
    if (head === undefined) break;
    take(
      choice,
      fitting.reduce((best, candidate) => (urgency(choice, candidate, share) > urgency(choice, best, share) ? candidate : best), head),
    );
  }
  return choice.chosen;
}

/** A section that has had its share of the words waits for the others; longer windows are taken where much is wanted. */
function urgency(choice: Choice, { worth, section, window }: RatedWindow, share: number): number {
  const had = (choice.sectionWords.get(section) ?? 0) / share;
  const length = 0.06 * Math.min(1, window.wordCount / 60);
  return worth + length - 0.3 * had;
}

/** The first excerpt is taken however long it is. */
function hasRoom(choice: Choice, candidate: RatedWindow): boolean {
  return choice.chosen.length === 0 || choice.words + costOf(choice, candidate) <= choice.limit;
}

/** Words of the excerpt, of the line that names its source, and of the heading when it opens a section. */
function costOf({ input, sectionWords }: Choice, { window, section }: RatedWindow): number {
  const heading = sectionWords.has(section) ? 0 : words(input.sections[section]?.heading ?? "").length;
  return window.wordCount + words(window.passage.sourceTitle).length + 2 + heading;
}

function take(choice: Choice, taken: RatedWindow): void {
  const cost = costOf(choice, taken);
  choice.chosen.push(taken);
  choice.words += cost;
  choice.sectionWords.set(taken.section, (choice.sectionWords.get(taken.section) ?? 0) + cost);
  const isFull = choice.chosen.filter((other) => isOfSameSource(other, taken) && other.section === taken.section).length >= mostPerSource;
  choice.rest = choice.rest.filter((candidate) => {
    const isSame = isOfSameSource(candidate, taken);
    if (isSame && (overlaps(candidate.window, taken.window) || (isFull && candidate.section === taken.section))) return false;
    return !candidate.sentenceTerms.some((terms) => taken.sentenceTerms.some((other) => saysTheSame(terms, other)));
  });
}

function isOfSameSource(a: RatedWindow, b: RatedWindow): boolean {
  return a.window.passage.sourceId === b.window.passage.sourceId;
}

/** By the Jaccard share of common terms. */
function saysTheSame(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  const [small, large] = a.size < b.size ? [a, b] : [b, a];
  if (small.size === 0 || small.size / large.size < sameText) return false;
  let common = 0;
  for (const term of small) if (large.has(term)) common += 1;
  return common / (a.size + b.size - common) >= sameText;
}
