import type { Problem, RailModule } from "../report.ts";
import { plainText } from "../text/plain-text.ts";
import { foldTypography } from "../text/typography.ts";
import { words } from "../text/words.ts";

const fewestWords = 8;
const shingleLength = 4;
const sameShare = 0.8;

interface Paragraph {
  start: number;
  end: number;
  shingles: ReadonlySet<string>;
}

/** No paragraph stands twice, word for word or nearly so; lines that lead to what follows may. Linear: paragraphs meet through their rarest runs of four words. */
export const duplicates: RailModule = {
  name: "duplicates",
  run({ text, blocks }) {
    const paragraphs = blocks.flatMap((block): Paragraph[] => {
      if (block.kind !== "paragraph" && block.kind !== "quote" && block.kind !== "list_item") return [];
      const folded = foldTypography(plainText(text, block).text).text.trimEnd();
      const all = words(folded).map((word) => word.text);
      if (all.length < fewestWords || folded.endsWith(":")) return [];
      const shingles = new Set(all.slice(0, all.length - shingleLength + 1).map((_, index) => all.slice(index, index + shingleLength).join(" ")));
      return [{ start: block.start, end: block.end, shingles }];
    });
    const problems = repeats(paragraphs).map(({ start, end }): Problem => {
      return {
        rule: "duplicate-paragraph",
        severity: "blocking",
        start,
        end,
        message: "This paragraph stands in the text before.",
        suggestion: "Delete it.",
      };
    });
    return { result: { rail: "duplicates", status: problems.length > 0 ? "fail" : "pass" }, problems };
  },
};

/** The later of every two paragraphs that share most of their runs. */
function repeats(paragraphs: readonly Paragraph[]): Paragraph[] {
  const firstWith = new Map<string, number>();
  return paragraphs.filter((paragraph, index) => {
    const shared = new Map<number, number>();
    for (const shingle of paragraph.shingles) {
      const first = firstWith.get(shingle);
      if (first === undefined) firstWith.set(shingle, index);
      else shared.set(first, (shared.get(first) ?? 0) + 1);
    }
    return Array.from(shared).some(([other, count]) => {
      const size = Math.max(paragraph.shingles.size, paragraphs[other]?.shingles.size ?? 0);
      return count / size >= sameShare;
    });
  });
}
