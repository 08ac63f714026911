import { verbatimRuns } from "../../mirrors/verbatim-runs.ts";
import { notRun, outcomeOf, type RailModule } from "../../report.ts";

/** Shorter runs are names, terms and turns of phrase. */
const longestShared = 20;

/** Long runs of a source's words stand in quotation marks. A digest's excerpts do; so nothing of a digest is meant here. */
export const sourceOriginality: RailModule = {
  name: "source-originality",
  run(input) {
    if (input.sources.length === 0) return notRun("source-originality", "no sources");
    const texts = input.sources.map((source) => source.text);
    return outcomeOf(
      "source-originality",
      verbatimRuns(input, texts, longestShared).map(({ start, end, text, words }) => ({
        rule: "copied-from-source",
        severity: "warning",
        start,
        end,
        message: `${words} words in a row are those of "${input.sources[text]?.title ?? input.sources[text]?.id ?? ""}".`,
        suggestion: "Put them in quotation marks, or say it in other words.",
      })),
    );
  },
};
