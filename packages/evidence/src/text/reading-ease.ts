import { words } from "./words.ts";

/** Flesch's reading ease (R. Flesch, "A new readability yardstick", 1948): about 0 for hard, 100 for very easy English; undefined without words. */
export function readingEase(sentences: readonly string[]): number | undefined {
  let wordCount = 0;
  let syllableCount = 0;
  for (const sentence of sentences) {
    for (const { text } of words(sentence)) {
      wordCount += 1;
      syllableCount += syllables(text.toLowerCase());
    }
  }
  if (wordCount === 0) return undefined;
  return 206.835 - 1.015 * (wordCount / sentences.length) - 84.6 * (syllableCount / wordCount);
}

/** Groups of vowels, less a silent e; at least one. */
function syllables(word: string): number {
  const groups = word.replace(/(?:[^laeiouy]es|[^laeiouy]e|[^td]ed)$/, "").match(/[aeiouy]{1,2}/g)?.length ?? 0;
  return Math.max(1, groups);
}
