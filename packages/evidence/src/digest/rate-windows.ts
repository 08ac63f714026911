import type { Lexicon } from "../text/words.ts";
import { aspectStrength, withoutAsking } from "./aspects.ts";
import type { DigestInput, DigestSection } from "./digest.ts";
import type { Window } from "./read-windows.ts";

/** A window with what it is worth in one section. */
export interface RatedWindow {
  window: Window;
  section: number;
  /** From 0 to about 1.2. */
  worth: number;
  /** Terms of each of its sentences. */
  sentenceTerms: readonly ReadonlySet<string>[];
}

/** How well it answers, how much it speaks of the topic, how high the search ranked its passage; together 1. */
const weight = { answer: 0.5, topic: 0.25, search: 0.25 } as const;
/** What the passage around a window says counts this much beside the window's own words. */
const ofSetting = 0.3;
/** A sign of the aspect alone counts this much where the heading has words of its own. */
const ofAspect = 0.5;
const leastAnswer = 0.2;
const leastWorth = 0.3;
/** Taken off for a sentence that touches neither the topic nor the question. */
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
  sentenceTerms: readonly ReadonlySet<string>[];
  /** Terms of the passage and its source's title: what the window is set in. */
  setting: ReadonlySet<string>;
}

/** Rates every window of every section and leaves out those that do not fit their heading. */
export function rateWindows(input: DigestInput, windowsOf: (section: DigestSection) => readonly Window[], lexicon: Lexicon): RatedWindow[] {
  const termsOf = createTermReader(lexicon);
  const worded = input.sections.flatMap((section, index) =>
    windowsOf(section).map((window): Worded => {
      const sentenceTerms = window.sentences.map(termsOf);
      const terms = new Set(sentenceTerms.flatMap((own) => [...own]));
      return { window, section: index, terms, sentenceTerms, setting: termsOf(`${window.passage.sourceTitle}\n${window.passage.text}`) };
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

/** Sentences and passages come again in many windows and sections; each is read once. */
function createTermReader(lexicon: Lexicon): (text: string) => ReadonlySet<string> {
  const known = new Map<string, ReadonlySet<string>>();
  return (text) => {
    const terms = known.get(text) ?? new Set(lexicon.terms(text));
    known.set(text, terms);
    return terms;
  };
}

function rateSection(rating: Rating, section: DigestSection, candidates: readonly Worded[]): RatedWindow[] {
  const asked = withoutTopic(rating, `${section.heading}. ${section.question}`);
  const wanted = wantedTerms(rating, section);
  const best = Math.max(0, ...section.passages.map((passage) => passage.score));
  return candidates.flatMap(({ window, section: index, terms, sentenceTerms, setting }) => {
    const settingShare = shareOf(rating, rating.topic, setting);
    if (rating.hasTopicWords && settingShare === 0) return [];
    const topic = (1 - ofSetting) * shareOf(rating, rating.topic, terms) + ofSetting * settingShare;
    const words = (1 - ofSetting) * shareOf(rating, wanted, terms) + ofSetting * shareOf(rating, wanted, setting);
    const aspect = aspectStrength(asked, window.text);
    const hasWords = [...wanted].some((term) => rating.idf(term) > 0);
    const answer = hasWords ? Math.max(words, ofAspect * (aspect ?? 0)) : (aspect ?? topic);
    if (answer < leastAnswer) return [];
    const search = best > 0 ? Math.max(0, window.passage.score) / best : 0;
    const idle = sentenceTerms.filter((own, place) => {
      const touches = [...rating.topic, ...wanted].some((term) => own.has(term));
      return !touches && (aspectStrength(asked, window.sentences[place] ?? "") ?? 0) === 0;
    }).length;
    const worth = weight.answer * answer + weight.topic * topic + weight.search * search - idleSentence * idle;
    return worth >= leastWorth ? [{ window, section: index, worth, sentenceTerms }] : [];
  });
}

/** A topic that speaks of costs does not make every section one about costs. */
function withoutTopic({ lexicon, topic }: Rating, question: string): string {
  return question.replaceAll(/\p{L}+/gu, (word) => (topic.has(lexicon.stem(word.toLowerCase())) ? "" : word));
}

/** The words of the heading, and those of the question that neither the topic nor the mere form of the question brings. */
function wantedTerms({ lexicon, topic }: Rating, { heading, question }: DigestSection): Set<string> {
  const ofHeading = lexicon.terms(withoutAsking(heading));
  const ofQuestion = lexicon.terms(withoutAsking(question)).filter((term) => !topic.has(term));
  return new Set([...ofHeading, ...ofQuestion]);
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
