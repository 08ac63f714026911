import type { Lexicon } from "../text/words.ts";
import { aspectStrength } from "./aspects.ts";
import type { DigestInput, DigestSection } from "./digest.ts";
import type { Window } from "./read-windows.ts";

/** A window with what it is worth in one section. */
export interface RatedWindow {
  window: Window;
  section: number;
  /** From 0 to about 1.2. */
  worth: number;
  terms: ReadonlySet<string>;
}

/** Weights of what makes an excerpt fit; they add to 1 before the small corrections. */
const weight = { question: 0.35, topic: 0.25, aspect: 0.2, search: 0.2 } as const;
/** Below this a window does not answer its heading. */
const leastWorth = 0.3;
const idleSentence = 0.08;

interface Rating {
  input: DigestInput;
  lexicon: Lexicon;
  topic: ReadonlySet<string>;
  idf: (term: string) => number;
  /** Whether any window speaks of the topic in its own words; else the search alone decides. */
  hasTopicWords: boolean;
}

interface Worded {
  window: Window;
  section: number;
  terms: ReadonlySet<string>;
  /** Terms of the passage and its source's title: what the window is set in. */
  setting: ReadonlySet<string>;
}

/** Rates every window of every section and leaves out those that do not fit their heading. */
export function rateWindows(input: DigestInput, windowsOf: (section: DigestSection) => readonly Window[], lexicon: Lexicon): RatedWindow[] {
  const worded = input.sections.flatMap((section, index) =>
    windowsOf(section).map((window): Worded => {
      const { text, sourceTitle } = window.passage;
      const setting = new Set([...lexicon.terms(text), ...lexicon.terms(sourceTitle)]);
      return { window, section: index, terms: new Set(lexicon.terms(window.text)), setting };
    }),
  );
  const topic = new Set(lexicon.terms(input.topic));
  const hasTopicWords = worded.some(({ setting }) => [...topic].some((term) => setting.has(term)));
  const rating: Rating = { input, lexicon, topic, idf: inverseFrequencies(worded), hasTopicWords };
  return input.sections.flatMap((section, index) => {
    const own = worded.filter((candidate) => candidate.section === index);
    return rateSection(rating, section, own);
  });
}

function rateSection(rating: Rating, section: DigestSection, candidates: readonly Worded[]): RatedWindow[] {
  const asked = `${section.heading} ${section.question}`;
  const specific = new Set(rating.lexicon.terms(asked).filter((term) => !rating.topic.has(term)));
  const best = Math.max(0, ...section.passages.map((passage) => passage.score));
  return candidates.flatMap(({ window, section: index, terms, setting }) => {
    const topicShare = shareOf(rating, rating.topic, terms);
    if (rating.hasTopicWords && shareOf(rating, rating.topic, setting) === 0) return [];
    const questionShare = shareOf(rating, specific, terms);
    const aspect = aspectStrength(asked, window.text);
    if (questionShare < 0.15 && (aspect ?? 0) < 0.5 && (specific.size > 0 || topicShare === 0)) return [];
    const search = best > 0 ? Math.max(0, window.passage.score) / best : 0;
    const idle = window.sentences.filter((sentence) => isIdle(rating, sentence, { asked, specific })).length;
    const worth =
      weight.question * Math.max(questionShare, (aspect ?? 0) * 0.6) +
      weight.topic * (0.7 * topicShare + 0.3 * shareOf(rating, rating.topic, setting)) +
      weight.aspect * (aspect ?? questionShare) +
      weight.search * search -
      idleSentence * idle;
    return worth >= leastWorth ? [{ window, section: index, worth, terms }] : [];
  });
}

/** A sentence that has no word of the topic or the question, and no sign of the aspect, only fills. */
function isIdle(rating: Rating, sentence: string, question: { asked: string; specific: ReadonlySet<string> }): boolean {
  const terms = new Set(rating.lexicon.terms(sentence));
  const touches = [...rating.topic, ...question.specific].some((term) => terms.has(term));
  return !touches && (aspectStrength(question.asked, sentence) ?? 0) === 0;
}

/** The idf-weighted share of wanted terms that are there; terms that no window has are not wanted. */
function shareOf({ idf }: Rating, wanted: ReadonlySet<string>, there: ReadonlySet<string>): number {
  let all = 0;
  let found = 0;
  for (const term of wanted) {
    const value = idf(term);
    all += value;
    if (there.has(term)) found += value;
  }
  return all === 0 ? 0 : found / all;
}

function inverseFrequencies(worded: readonly Worded[]): (term: string) => number {
  const counts = new Map<string, number>();
  for (const { terms } of worded) for (const term of terms) counts.set(term, (counts.get(term) ?? 0) + 1);
  return (term) => {
    const count = counts.get(term) ?? 0;
    return count === 0 ? 0 : Math.log(1 + worded.length / count);
  };
}
