import { rails, readForRails } from "../../src/check-text.ts";
import type { CheckInput, Problem } from "../../src/index.ts";
import { type Article, type Mutant, type Mutation } from "./article.ts";

/** What became of one planted defect. */
export interface Outcome {
  kind: string;
  article: Article;
  mutant: Mutant;
  /** Rails that report something new at its place; empty when it lives on. */
  rails: readonly string[];
  isBlocked: boolean;
}

interface Found extends Problem {
  rail: string;
}

/** Plants up to `most` defects of each class into each article, spread over its places, and says who saw them. */
export function measure(articles: readonly Article[], mutations: readonly Mutation[], most: number): Outcome[] {
  return articles.flatMap((article) => {
    const known = { alone: check({ ...inputOf(article), sources: [] }), sourced: check(inputOf(article)) };
    return mutations.flatMap(({ kind, plant }) =>
      spread(plant(article), most).map((mutant): Outcome => {
        const input = inputOf(article, mutant.input);
        const before = input.sources.length === 0 ? known.alone : known.sourced;
        const fresh = check({ ...input, text: mutant.text }).filter(
          (problem) => isAt(mutant, problem) && !isKnown(before, { article, mutant, problem }),
        );
        return {
          kind,
          article,
          mutant,
          rails: [...new Set(fresh.map(({ rail }) => rail))],
          isBlocked: fresh.some(({ severity }) => severity === "blocking"),
        };
      }),
    );
  });
}

/** The blocking problems of a clean article: each is a false alarm. */
export function falseAlarms(article: Article): Problem[] {
  return check(inputOf(article)).filter(({ severity }) => severity === "blocking");
}

function inputOf(article: Article, more: Partial<CheckInput> = {}): CheckInput {
  return { text: article.text, title: article.title, sources: [article.source], ownTexts: [], ...more };
}

function check(input: CheckInput): Found[] {
  const read = readForRails(input);
  return rails.flatMap((rail) =>
    rail
      .run(read)
      .problems.filter(({ severity }) => severity !== "info")
      .map((problem) => ({ ...problem, rail: rail.name })),
  );
}

/** Whether the clean article has a problem of the same rule and weight where the mutant has this one. */
function isKnown(before: readonly Found[], at: { article: Article; mutant: Mutant; problem: Problem }): boolean {
  const { rule, severity, start, end } = at.problem;
  const grown = at.mutant.text.length - at.article.text.length;
  const back = (place: number): number => (place <= at.mutant.start ? place : Math.max(at.mutant.start, place - grown));
  return before.some((old) => old.rule === rule && old.severity === severity && old.start < back(end) && back(start) < old.end);
}

function isAt(mutant: Mutant, { start, end }: Problem): boolean {
  return start < mutant.end + 2 && mutant.start < end + 2;
}

function spread<T>(all: readonly T[], most: number): T[] {
  if (all.length <= most) return [...all];
  return Array.from({ length: most }, (_, index) => all[Math.floor(((index + 0.5) * all.length) / most)] as T);
}
