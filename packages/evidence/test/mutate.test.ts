import { describe, expect, it } from "vitest";
import { readArticles } from "./mutations/article.ts";
import { claimMutations } from "./mutations/claim-mutations.ts";
import { falseAlarms, measure } from "./mutations/measure.ts";
import { textMutations } from "./mutations/text-mutations.ts";

const articles = readArticles();

describe("defects planted into good articles", () => {
  const outcomes = measure(articles, [...claimMutations, ...textMutations], 1);
  const killed = (some: typeof outcomes): number => some.filter(({ rails }) => rails.length > 0).length / some.length;

  it("are of many classes, in every article", () => {
    expect(articles.length).toBeGreaterThanOrEqual(20);
    expect(new Set(outcomes.map(({ kind }) => kind)).size).toBe(claimMutations.length + textMutations.length);
    for (const { article, mutant } of outcomes) expect(mutant.text !== article.text || mutant.input !== undefined).toBe(true);
  });

  it("are nearly all seen", () => {
    expect(killed(outcomes)).toBeGreaterThanOrEqual(0.95);
  });

  it.each(["number", "unit", "magnitude", "date", "entity", "quote", "version", "invented_source"])(
    "of the class %s are hardly ever missed",
    (kind) => {
      expect(killed(outcomes.filter((outcome) => outcome.kind === kind))).toBeGreaterThanOrEqual(0.9);
    },
  );
});

describe("good articles", () => {
  it("are rejected no more often than measured", () => {
    expect(articles.filter((article) => falseAlarms(article).length > 0).length).toBeLessThanOrEqual(3);
  });
});
