import type { Problem, RailModule } from "../../report.ts";
import { readingEase } from "../../text/reading-ease.ts";
import { words } from "../../text/words.ts";

const longSentence = 45;

/** How easily the text reads; says so and marks over-long sentences, never blocks. */
export const readability: RailModule = {
  name: "readability",
  run({ sentences, isEnglish }) {
    if (!isEnglish) return { result: { rail: "readability", status: "not_run", reason: "language" }, problems: [] };
    const ease = readingEase(sentences.map((sentence) => sentence.plain));
    if (ease === undefined) return { result: { rail: "readability", status: "not_run", reason: "no prose" }, problems: [] };
    const problems = sentences.flatMap(({ plain, start, end }): Problem[] => {
      const count = words(plain).length;
      return count > longSentence ? [{ rule: "long-sentence", severity: "info", start, end, message: `This sentence has ${count} words.` }] : [];
    });
    return { result: { rail: "readability", status: "pass", reason: `reading ease ${Math.round(ease)}` }, problems };
  },
};
