import { verbatimRuns } from "../../mirrors/verbatim-runs.ts";
import { notRun, outcomeOf, type RailModule } from "../../report.ts";

const longestShared = 20;

/** The text does not repeat long runs of what its publisher brought out before. */
export const ownOriginality: RailModule = {
  name: "own-originality",
  run(input) {
    const { ownTexts } = input;
    if (ownTexts === undefined) return notRun("own-originality", "no own texts given");
    const texts = ownTexts.map((own) => own.text);
    return outcomeOf(
      "own-originality",
      verbatimRuns(input, texts, longestShared).map(({ start, end, text, words }) => ({
        rule: "repeated-from-own-text",
        severity: "warning",
        start,
        end,
        message: `${words} words in a row stand in "${ownTexts[text]?.title ?? "an earlier text"}" already.`,
        suggestion: "Link to that text, or say it in other words.",
      })),
    );
  },
};
