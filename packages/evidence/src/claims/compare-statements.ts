import { type Comparison, conflict, type Finding, missing } from "./finding.ts";
import type { Facts } from "./read-facts.ts";

/** Holds what a claim asserts, apart from its values and names, against the evidence: denial, direction, comparison, scope, cause. */
export function compareStatements(comparison: Comparison): Finding[] {
  return [
    ...compareComparisons(comparison),
    ...compareDirections(comparison),
    ...compareDenials(comparison),
    ...compareScope(comparison),
    ...compareCauses(comparison),
  ].slice(0, 2);
}

/** A shared word that only one of the two denies. */
function compareDenials({ claim, evidence }: Comparison): Finding[] {
  for (const term of claim.terms) {
    if (!evidence.terms.has(term)) continue;
    const [here, there] = [claim.polarity.negated.has(term), evidence.polarity.negated.has(term)];
    if (here !== there) return [conflict("negation", here ? `not ${term}` : term, there ? `not ${term}` : term)];
  }
  return [];
}

/** A word of the claim whose opposite, and only the opposite, stands in the evidence. */
function compareDirections({ claim, evidence }: Comparison): Finding[] {
  for (const own of claim.polarity.directions) {
    const theirs = evidence.polarity.directions.filter((other) => other.pair === own.pair);
    const [first] = theirs;
    if (first !== undefined && theirs.every((other) => other.side !== own.side)) {
      const isAgreed = claim.polarity.directions.some((other) => other.pair === own.pair && other.side !== own.side);
      if (!isAgreed) return [conflict(own.kind === "scope" ? "scope" : own.kind, own.word, first.word)];
    }
  }
  return [];
}

interface Sides {
  left: ReadonlySet<string>;
  right: ReadonlySet<string>;
  comparator: string;
}

/** "A is faster than B" against "B is faster than A"; with the opposite comparator a swap of the sides says the same. */
function compareComparisons(comparison: Comparison): Finding[] {
  const [own, theirs] = [sidesOf(comparison.claim, comparison.stem), sidesOf(comparison.evidence, comparison.stem)];
  if (own === undefined || theirs === undefined) return [];
  const straight = common(own.left, theirs.left) + common(own.right, theirs.right);
  const crossed = common(own.left, theirs.right) + common(own.right, theirs.left);
  if (straight === crossed) return [];
  const isOpposite = comparison.claim.polarity.directions.some((mine) =>
    comparison.evidence.polarity.directions.some((other) => other.pair === mine.pair && other.side !== mine.side),
  );
  const isSwapped = crossed > straight;
  return isSwapped === isOpposite ? [] : [conflict("comparison", `${own.comparator} than`, `${theirs.comparator} than`)];
}

function sidesOf(facts: Facts, stem: (lowered: string) => string): Sides | undefined {
  const match = /\b(\p{L}+) than\b/iu.exec(facts.text);
  if (match === null) return undefined;
  const termsOf = (text: string): Set<string> =>
    new Set((text.toLowerCase().match(/\p{L}+/gu) ?? []).map(stem).filter((term) => facts.terms.has(term)));
  const left = termsOf(facts.text.slice(0, match.index));
  const right = termsOf(facts.text.slice(match.index + match[0].length).split(/[,;:.]/)[0] ?? "");
  return { left: without(left, right), right: without(right, left), comparator: match[1] ?? "" };
}

function without(terms: ReadonlySet<string>, others: ReadonlySet<string>): Set<string> {
  return new Set([...terms].filter((term) => !others.has(term)));
}

function common(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  return [...a].filter((term) => b.has(term)).length;
}

/** "All" where the evidence says "most", or the other way round. */
function compareScope({ claim, evidence }: Comparison): Finding[] {
  const [all] = claim.polarity.universal;
  const [some] = evidence.polarity.partial;
  if (all !== undefined && some !== undefined && evidence.polarity.universal.length === 0) return [conflict("scope", all, some)];
  return [];
}

/** A cause that the evidence does not speak of. */
function compareCauses({ claim, evidence, around }: Comparison): Finding[] {
  const [cause] = claim.causes;
  if (cause === undefined || cause === "so that" || cause === "why") return [];
  return [evidence, ...around()].some((facts) => facts.causes.length > 0) ? [] : [missing("causality", cause)];
}
