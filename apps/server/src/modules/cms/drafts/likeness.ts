const fillers = new Set(
  "a an and are as at be by for from how in into is it its of on or our that the their this to was what when where which why with you your".split(
    " ",
  ),
);

/** The words that carry a title, small, without marks, endings of plural and possessive taken off. */
export function wordsOf(title: string): Set<string> {
  const words =
    title
      .toLowerCase()
      .normalize("NFKD")
      .replaceAll(/\p{M}/gu, "")
      .replaceAll(/['’]s\b/g, "")
      .match(/[\p{L}\p{N}]+/gu) ?? [];
  return new Set(words.filter((word) => !fillers.has(word)).map((word) => (word.length > 3 ? word.replace(/(?<=[^s])s$/, "") : word)));
}

/** Jaccard's coefficient of two sets of words, 0–1. */
export function likeness(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const shared = [...a].filter((word) => b.has(word)).length;
  const all = a.size + b.size - shared;
  return all === 0 ? 0 : shared / all;
}
