import { createFactReader, type Facts } from "../claims/read-facts.ts";
import { areComparable, saysTheSame } from "../quantities/quantity.ts";
import { compareDates } from "../quantities/read-dates.ts";
import { notRun, outcomeOf, type Problem, type RailInput, type RailModule } from "../report.ts";
import type { Span } from "../text/span.ts";
import { createLexicon } from "../text/words.ts";

interface Statement extends Span {
  plain: string;
  facts: Facts;
}

/** Content words that two sentences about the same thing share at least. */
const fewestShared = 3;
/** From this share of common words on they are one statement, made twice. */
const sameStatement = 0.8;
/** Words that set two like sentences apart: another case, another time, another condition. */
const contrast =
  /\b(?:another|other|second|third|next|then|later|earlier|now|today|previously|before|after|afterwards|instead|alternatively|if|when|with|without|while|compared|last|again|once|older|newer|would|could|may|might|some|each|per|until|only|cheapest|largest|smallest|at (?:first|least|most)|up to)\b/gi;

/** No two sentences of the text give different values for the same thing. Quotations are their sources'. English only. */
export const selfContradiction: RailModule = {
  name: "self-contradiction",
  run(input) {
    if (!input.isEnglish) return notRun("self-contradiction", "language");
    const statements = statementsOf(input);
    const byTerm = new Map<string, number[]>();
    const problems: Problem[] = [];
    for (const [index, statement] of statements.entries()) {
      const shared = new Map<number, number>();
      for (const term of statement.facts.terms) {
        const places = byTerm.get(term) ?? [];
        for (const place of places) shared.set(place, (shared.get(place) ?? 0) + 1);
        byTerm.set(term, [...places, index].slice(-mostAlike));
      }
      const rivals = [...shared].filter(([, count]) => count >= fewestShared).map(([place]) => statements[place] as Statement);
      problems.push(...rivals.flatMap((rival) => contradiction(rival, statement) ?? []).slice(0, 1));
    }
    return outcomeOf("self-contradiction", problems);
  },
};

/** A word that more sentences have tells nothing about which to compare. */
const mostAlike = 60;

function statementsOf({ claims, sentences, blocks }: RailInput): Statement[] {
  const read = createFactReader(createLexicon(), () => false);
  const starts = new Set(claims.map((claim) => claim.start));
  return sentences.flatMap(({ start, end, plain, paragraph }) => {
    const isOwn = starts.has(start) && blocks[paragraph]?.kind !== "quote" && !/[“”"«»]/.test(plain);
    return isOwn ? [{ start, end, plain, facts: read(plain) }] : [];
  });
}

function contradiction(first: Statement, second: Statement): Problem | undefined {
  const [small, large] = first.facts.terms.size <= second.facts.terms.size ? [first.facts, second.facts] : [second.facts, first.facts];
  const isWithin = [...small.terms].every((term) => large.terms.has(term));
  const common = [...small.terms].filter((term) => large.terms.has(term)).length;
  const share = common / (small.terms.size + large.terms.size - common);
  if (!isWithin && share < sameStatement) return undefined;
  if (contrastsOf(first.plain) !== contrastsOf(second.plain) || large.names.length > small.names.length) return undefined;
  const pair = differingValues(first.facts, second.facts) ?? differingDates(first.facts, second.facts);
  if (pair === undefined) return undefined;
  return {
    rule: "self-contradiction",
    severity: share >= sameStatement ? "blocking" : "warning",
    start: second.start,
    end: second.end,
    message: `This sentence says "${pair[1]}" where an earlier one says "${pair[0]}".`,
    suggestion: "Keep the one that the source bears out.",
  };
}

function contrastsOf(plain: string): string {
  return (plain.toLowerCase().match(contrast) ?? []).toSorted().join(" ");
}

/** One value against another of the same kind, where everything else agrees. */
function differingValues(a: Facts, b: Facts): [string, string] | undefined {
  if (areDatesApart(a, b)) return undefined;
  const free = a.quantities.filter((left) => !b.quantities.some((right) => isAlike(left, right)));
  const rivals = b.quantities.filter((right) => !a.quantities.some((left) => isAlike(left, right)));
  const [left] = free;
  const [right] = rivals;
  if (left === undefined || right === undefined || free.length !== 1 || rivals.length !== 1) return undefined;
  const isSameNoun = left.dimension !== "count" || left.noun === right.noun;
  return areComparable(left, right) && isSameNoun ? [left.raw, right.raw] : undefined;
}

function isAlike(left: Facts["quantities"][number], right: Facts["quantities"][number]): boolean {
  return saysTheSame(left, right) || saysTheSame(right, left);
}

function differingDates(a: Facts, b: Facts): [string, string] | undefined {
  const [left] = a.dates;
  const [right] = b.dates;
  if (left === undefined || right === undefined || a.dates.length !== 1 || b.dates.length !== 1) return undefined;
  const isValueSame = a.quantities.every((one) => b.quantities.some((other) => isAlike(one, other)));
  return isValueSame && compareDates(left, right) === "conflict" ? [left.raw, right.raw] : undefined;
}

/** Different dates make different statements of the same kind: one year's value and another's. */
function areDatesApart(a: Facts, b: Facts): boolean {
  if (a.dates.length !== b.dates.length) return true;
  return a.dates.some((date) => !b.dates.some((other) => compareDates(date, other) === "same" || compareDates(other, date) === "same"));
}
