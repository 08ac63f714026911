import type { Hit } from "../search.queries.ts";
import { likenessOfWords } from "./likeness-of-words.ts";
import type { WordVectors } from "./word-vectors.ts";

/** Reciprocal rank fusion, as in the first ranking. */
const fusionConstant = 10;

/** Ranks what was found once more by how near its words are to those of the query, and fuses both rankings. */
export function rerank(vectors: WordVectors, query: string, hits: readonly Hit[]): Hit[] {
  const scores = likenessOfWords(
    vectors,
    query,
    hits.map(({ text }) => text),
  );
  if (scores === null) return [...hits];
  const byWords = hits.map((_, index) => index).toSorted((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0) || a - b);
  const place = new Map(byWords.map((index, at) => [index, at + 1]));
  return hits
    .map((hit, index) => ({
      ...hit,
      score: 1 / (fusionConstant + index + 1) + 1 / (fusionConstant + (place.get(index) ?? hits.length)),
      why: { ...hit.why, rerank: scores[index] ?? 0 },
    }))
    .toSorted((a, b) => b.score - a.score);
}
