import { readArticles } from "./mutations/article.ts";
import { claimMutations } from "./mutations/claim-mutations.ts";
import { falseAlarms, measure, type Outcome } from "./mutations/measure.ts";
import { textMutations } from "./mutations/text-mutations.ts";

const placesInEachArticle = 3;
const showsLiving = process.argv.includes("--living");

const articles = readArticles();
const outcomes = measure(articles, [...claimMutations, ...textMutations], placesInEachArticle);

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

function share(some: readonly Outcome[], isCounted: (outcome: Outcome) => boolean): string {
  return some.length === 0 ? "–" : `${Math.round((100 * some.filter(isCounted).length) / some.length)} %`;
}

const isKilled = ({ rails }: Outcome): boolean => rails.length > 0;
const isBlocked = (outcome: Outcome): boolean => outcome.isBlocked;
const isHeldOut = ({ article }: Outcome): boolean => article.isHeldOut;

function row(name: string, some: readonly Outcome[]): string {
  const counts = new Map<string, number>();
  for (const rail of some.flatMap((outcome) => outcome.rails)) counts.set(rail, (counts.get(rail) ?? 0) + 1);
  const by = [...counts].toSorted((a, b) => b[1] - a[1]).map(([rail, count]) => `${rail} ${count}`);
  const heldOut = share(some.filter(isHeldOut), isKilled);
  return `| ${name} | ${some.length} | ${share(some, isKilled)} | ${share(some, isBlocked)} | ${heldOut} | ${by.slice(0, 3).join(", ")} |`;
}

say("| class | planted | killed | blocked | killed, held out | by rail |\n|---|---|---|---|---|---|");
for (const { kind } of [...claimMutations, ...textMutations])
  say(
    row(
      kind,
      outcomes.filter((outcome) => outcome.kind === kind),
    ),
  );
say(row("**all**", outcomes).replace(/[^|]*\|$/, " |"));

const alarms = articles.map((article) => ({ article, problems: falseAlarms(article) }));
const rejected = alarms.filter(({ problems }) => problems.length > 0);
const rejectedHeldOut = rejected.filter(({ article }) => article.isHeldOut);
say(
  `\nClean articles rejected: ${rejected.length} of ${articles.length}; held out: ${rejectedHeldOut.length} of ${articles.filter(({ isHeldOut: held }) => held).length}.`,
);
for (const { article, problems } of rejected.filter((one) => showsLiving && !one.article.isHeldOut))
  for (const { start, end, message } of problems) say(`  ${article.name}: ${article.text.slice(start, end)} — ${message}`);

if (showsLiving) {
  for (const { kind, article, mutant } of outcomes.filter((outcome) => !isKilled(outcome) && !isHeldOut(outcome))) {
    const line = mutant.text.slice(mutant.text.lastIndexOf("\n", mutant.start) + 1, mutant.end + 60).split("\n")[0] ?? "";
    say(`${kind} ${article.name}: ${line.slice(Math.max(0, line.length - 200))}`);
  }
}
