import type { EvidenceSource } from "../report.ts";
import { plainText } from "../text/plain-text.ts";
import { readMarkdown } from "../text/read-markdown.ts";
import { sentences } from "../text/sentences.ts";
import { type Span, toOriginal } from "../text/span.ts";
import { isStopWord, type Lexicon, words } from "../text/words.ts";

/** One sentence of the evidence; offsets of its source's text. */
export interface EvidenceSentence extends Span {
  /** Place in the index. */
  id: number;
  /** Place of its source. */
  source: number;
  /** Number of its block within the source: neighbours in one block share it. */
  block: number;
  /** As read, without Markdown marks. */
  plain: string;
  terms: ReadonlySet<string>;
}

export interface SourceIndex {
  sources: readonly EvidenceSource[];
  sentences: readonly EvidenceSentence[];
  /** How much a term tells: high for terms that few sentences have. */
  idf(term: string): number;
  /** The sentences that share most with these terms, best first. */
  nearest(terms: ReadonlySet<string>, count: number): EvidenceSentence[];
  /** Whether the sources write a word with a capital inside their sentences, and never without. */
  isKnownName(lowered: string): boolean;
  /** Whether the sources have the word at all. */
  has(term: string): boolean;
}

/** A term that more sentences have than this says nothing about which to take. */
const commonest = 3000;

/** Reads sources into sentences with an inverted index of their terms. Linear in the length of the texts. */
export function indexSources(sources: readonly EvidenceSource[], lexicon: Lexicon): SourceIndex {
  const all: EvidenceSentence[] = [];
  const cases = new Map<string, { capital: number; low: number }>();
  for (const [number, source] of sources.entries()) {
    for (const [block, part] of readMarkdown(source.text).entries()) {
      if (part.kind === "code") continue;
      const plain = plainText(source.text, part);
      for (const sentence of sentences(plain.text)) {
        const span = toOriginal(plain, sentence);
        all.push({ ...span, id: all.length, source: number, block, plain: sentence.text, terms: new Set(lexicon.terms(sentence.text)) });
        countCases(cases, sentence.text);
      }
    }
  }
  const postings = new Map<string, number[]>();
  for (const { id, terms } of all) {
    for (const term of terms) {
      const list = postings.get(term);
      if (list === undefined) postings.set(term, [id]);
      else list.push(id);
    }
  }
  const idf = (term: string): number => 1 + Math.log((all.length + 1) / ((postings.get(term)?.length ?? 0) + 1));
  const searchable: Postings = { all, postings, idf, scores: new Float64Array(all.length) };
  return {
    sources,
    sentences: all,
    idf,
    has: (term) => postings.has(term),
    nearest: (terms, count) => nearest(searchable, terms, count),
    isKnownName: (lowered) => {
      const seen = cases.get(lowered);
      return seen !== undefined && seen.capital > 0 && seen.low === 0;
    },
  };
}

function countCases(cases: Map<string, { capital: number; low: number }>, sentence: string): void {
  for (const { text, start } of words(sentence)) {
    const lowered = text.toLowerCase().replace(/['’]s$/, "");
    if (isStopWord(lowered)) continue;
    const seen = cases.get(lowered) ?? { capital: 0, low: 0 };
    if (!/^\p{Lu}/u.test(text)) seen.low += 1;
    else if (start > 1) seen.capital += 1;
    cases.set(lowered, seen);
  }
}

interface Postings {
  all: readonly EvidenceSentence[];
  postings: ReadonlyMap<string, readonly number[]>;
  idf: (term: string) => number;
  /** Score of each sentence; all zero between two searches. */
  scores: Float64Array;
}

function nearest({ all, postings, idf, scores }: Postings, terms: ReadonlySet<string>, count: number): EvidenceSentence[] {
  const touched: number[] = [];
  for (const term of terms) {
    const list = postings.get(term) ?? [];
    if (list.length > commonest) continue;
    const value = idf(term);
    for (const id of list) {
      if (scores[id] === 0) touched.push(id);
      scores[id] = (scores[id] ?? 0) + value;
    }
  }
  const best: { id: number; score: number }[] = [];
  for (const id of touched) {
    const score = (scores[id] ?? 0) / Math.sqrt(8 + (all[id]?.terms.size ?? 0));
    scores[id] = 0;
    const isBetter = (other: { id: number; score: number }): boolean => score > other.score || (score === other.score && id < other.id);
    const last = best.at(-1);
    if (best.length === count && last !== undefined && !isBetter(last)) continue;
    const place = best.findIndex(isBetter);
    best.splice(place === -1 ? best.length : place, 0, { id, score });
    if (best.length > count) best.pop();
  }
  return best.map(({ id }) => all[id] as EvidenceSentence);
}
