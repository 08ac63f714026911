import type { Problem, RailInput } from "./report.ts";
import { readingEase } from "./text/reading-ease.ts";
import { words } from "./text/words.ts";

/** Changes whenever the same text could get another score. */
export const rubric = "editorial-1";

const textFaults = new Set(["placeholder", "truncated-text", "duplicate-paragraph", "leaked-instruction", "title-mismatch", "empty-section"]);

/**
 * Editorial quality from 0 to 100: 100 less what makes a text hard to read or unfinished. What its claims rest on is measured apart, by
 * coverage. An empty text or an error message scores 0.
 */
export function rateQuality(input: RailInput, problems: readonly Problem[]): { score: number; rubric: string } {
  if (problems.some((problem) => problem.rule === "empty-text" || problem.rule === "error-text")) return { score: 0, rubric };
  const faults = problems.filter((problem) => textFaults.has(problem.rule));
  const lost =
    Math.min(
      60,
      faults.reduce((sum, problem) => sum + (problem.severity === "blocking" ? 20 : 8), 0),
    ) +
    easeLoss(input) +
    sentenceLoss(input) +
    structureLoss(input);
  return { score: Math.max(1, Math.round(100 - lost)), rubric };
}

/** Between 30 and 80 nothing is lost; beyond, up to 15. */
function easeLoss({ sentences, isEnglish }: RailInput): number {
  const ease = isEnglish ? readingEase(sentences.map((sentence) => sentence.plain)) : undefined;
  if (ease === undefined) return 0;
  return Math.min(15, Math.max(0, 30 - ease, ease - 90) / 2);
}

/** The share of sentences over 35 words, up to 15; sentences all of one length, 5. */
function sentenceLoss({ sentences }: RailInput): number {
  const lengths = sentences.map((sentence) => words(sentence.plain).length);
  if (lengths.length < 3) return 0;
  const mean = lengths.reduce((sum, length) => sum + length, 0) / lengths.length;
  const spread = Math.sqrt(lengths.reduce((sum, length) => sum + (length - mean) ** 2, 0) / lengths.length);
  const long = lengths.filter((length) => length > 35).length / lengths.length;
  return Math.min(15, long * 40) + (spread < 3 && lengths.length > 8 ? 5 : 0);
}

/** A long text without headings, or with paragraphs of over 200 words, up to 15. */
function structureLoss({ blocks, sentences }: RailInput): number {
  const count = sentences.reduce((sum, sentence) => sum + words(sentence.plain).length, 0);
  const headings = blocks.filter((block) => block.kind === "heading").length;
  const walls = blocks.filter((block) => block.kind === "paragraph" && words(block.text).length > 200).length;
  return (count > 500 && headings < 2 ? 10 : 0) + Math.min(5, walls * 2.5);
}
