import type { WordVectors } from "./word-vectors.ts";

const word = /[\p{L}\p{N}]+(?:['’][\p{L}]+)*/gu;
/** Words that say nothing about what a text is about. */
const stopWords = new Set(
  "a about after all also am an and any are as at be because been before being between both but by can could did do does doing done down for from further get had has have having he her here hers him his how i if in into is it its itself just me more most my no nor not now of off on once one only or other our out over own same she should so some such than that the their them then there these they this those through to too under until up us very was we were what when where which while who whom why will with would you your".split(
    " ",
  ),
);
/** Below this two words are not about the same thing. */
const leastCosine = 0.4;
/** A question of which less is known is in another language, or made of names. */
const leastKnown = 0.5;

export function wordsOf(text: string): string[] {
  return Array.from(text.toLowerCase().matchAll(word), ([found]) => found.replaceAll("’", "'").replace(/'s$/, ""));
}

interface QueryWord {
  word: string;
  rank: number | undefined;
  likeness: (other: number) => number;
  /** How much a match says: rare words say more. */
  weight: number;
}

const unknownRank = 40_000;

function queryWords(vectors: WordVectors, query: string): QueryWord[] {
  return [...new Set(wordsOf(query))]
    .filter((found) => !stopWords.has(found))
    .map((found) => {
      const rank = vectors.rankOf(found);
      return {
        word: found,
        rank,
        likeness: rank === undefined ? () => 0 : createLikeness(vectors, rank),
        weight: Math.log(20 + (rank ?? unknownRank)),
      };
    });
}

/** The likeness to the words of all texts, each computed once. */
function createLikeness(vectors: WordVectors, rank: number): (other: number) => number {
  const known = new Map<number, number>();
  return (other) => {
    const before = known.get(other);
    if (before !== undefined) return before;
    const likeness = vectors.likeness(rank, other);
    known.set(other, likeness);
    return likeness;
  };
}

function bestMatch(wanted: QueryWord, passage: ReadonlyMap<string, number | undefined>): number {
  if (passage.has(wanted.word)) return 1;
  let best = 0;
  for (const rank of passage.values()) if (rank !== undefined) best = Math.max(best, wanted.likeness(rank));
  return best < leastCosine ? 0 : best * best;
}

/**
 * How well each text answers the words of the query, 0 to 1: for each word of the query the square of its nearest word's
 * cosine, weighted by rarity (late interaction, as in Khattab and Zaharia 2020, over single word vectors). Null when most
 * of the query is not known.
 */
export function likenessOfWords(vectors: WordVectors, query: string, texts: readonly string[]): number[] | null {
  const wanted = queryWords(vectors, query);
  const known = wanted.filter(({ rank }) => rank !== undefined).length;
  if (wanted.length === 0 || known < wanted.length * leastKnown) return null;
  const all = wanted.reduce((sum, { weight }) => sum + weight, 0);
  return texts.map((text) => {
    const passage = new Map(wordsOf(text).flatMap((found) => (stopWords.has(found) ? [] : [[found, vectors.rankOf(found)] as const])));
    return wanted.reduce((sum, one) => sum + one.weight * bestMatch(one, passage), 0) / all;
  });
}
