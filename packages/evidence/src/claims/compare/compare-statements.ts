import { settingsOf } from "./compare-values.ts";
import { type Comparison, conflict, type Finding, missing } from "./finding.ts";
import type { Facts } from "../read-facts.ts";

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
    const isSaidBothWays = (here && evidence.polarity.disputed.has(term)) || (there && claim.polarity.disputed.has(term));
    if (isSaidBothWays) continue;
    if (here !== there) return [conflict("negation", here ? `not ${term}` : term, there ? `not ${term}` : term)];
  }
  return [];
}

/** A word of the claim whose opposite, and only the opposite, stands in the evidence. */
function compareDirections({ claim, evidence }: Comparison): Finding[] {
  const isCompared = / than /.test(claim.text) && / than /.test(evidence.text);
  for (const own of claim.polarity.directions) {
    if (isCompared && own.kind === "comparison") continue;
    const theirs = evidence.polarity.directions.filter((other) => other.pair === own.pair);
    const [first] = theirs;
    if (first !== undefined && theirs.every((other) => other.side !== own.side)) {
      const isAgreed = claim.polarity.directions.some((other) => other.pair === own.pair && other.side !== own.side);
      if (!isAgreed) return [conflict(own.kind, own.word, first.word)];
    }
  }
  return [];
}

/** "Fast pasta" beside "slow pasta" is no direction. */
function isOnBothSides({ polarity }: Facts, pair: number): boolean {
  return new Set(polarity.directions.filter((direction) => direction.pair === pair).map(({ side }) => side)).size > 1;
}

interface Sides {
  left: ReadonlySet<string>;
  right: ReadonlySet<string>;
  comparator: string;
}

/** "A is faster than B" against "B is faster than A"; with the opposite comparator a swap of the sides says the same. */
function compareComparisons(comparison: Comparison): Finding[] {
  const own = sidesOf(comparison.claim, comparison.stem);
  if (own === undefined) return [];
  const theirs = sidesOf(comparison.evidence, comparison.stem);
  if (theirs === undefined) return compareByValues(comparison, own);
  const straight = common(own.right, theirs.right);
  const crossed = common(own.right, theirs.left);
  const isOpposite = comparison.claim.polarity.directions.some((mine) =>
    comparison.evidence.polarity.directions.some(
      (other) => mine.kind === "comparison" && other.pair === mine.pair && other.side !== mine.side && !isOnBothSides(comparison.claim, mine.pair),
    ),
  );
  const isSwapped = crossed > straight;
  if (straight === crossed && !isOpposite) return [];
  return isSwapped === isOpposite ? [] : [conflict("comparison", `${own.comparator} than`, `${theirs.comparator} than`)];
}

/** Evidence that gives two values instead of a comparison bears it out or not by which is larger; without values nothing does. */
function compareByValues({ claim, evidence, around, stem }: Comparison, own: Sides): Finding[] {
  if (claim.quantities.length > 0 || own.right.size === 0) return [];
  for (const [index, first] of evidence.quantities.entries()) {
    const second = evidence.quantities.slice(index + 1).find((other) => other.dimension === first.dimension && other.value !== first.value);
    if (second === undefined) continue;
    const [here, there] = settingsOf(evidence, [first, second], stem);
    const straight = common(own.left, here) + common(own.right, there);
    const crossed = common(own.left, there) + common(own.right, here);
    if (straight === crossed) continue;
    const [left, right] = straight > crossed ? [first, second] : [second, first];
    const isLarger = left.value > right.value;
    const saysLarger = !/^(?:less|fewer|lower|smaller|shorter|cheaper|slower|lighter|younger|colder|cooler|worse|weaker|poorer|rarer)$/i.test(
      own.comparator,
    );
    return isLarger === saysLarger ? [] : [conflict("comparison", `${own.comparator} than`, `${first.raw} and ${second.raw}`)];
  }
  return [evidence, ...around()].some((facts) => facts.polarity.directions.some((direction) => direction.kind === "comparison"))
    ? []
    : [missing("comparison", `${own.comparator} than`)];
}

interface Sides {
  left: ReadonlySet<string>;
  right: ReadonlySet<string>;
  comparator: string;
}

const comparator = /\b(?:more|less|fewer|better|worse|\p{L}{3,}er)\b/giu;

/** What stands on the two sides of "… more … than …", within its clause. */
function sidesOf(facts: Facts, stem: (lowered: string) => string): Sides | undefined {
  const than = facts.text.search(/ than\b/i);
  const before = facts.text.slice(0, Math.max(0, than));
  const word = Array.from(before.matchAll(comparator)).at(-1);
  if (word === undefined) return undefined;
  const termsOf = (text: string): Set<string> =>
    new Set((text.toLowerCase().match(/\p{L}+/gu) ?? []).map(stem).filter((term) => facts.terms.has(term)));
  const left = termsOf(before.slice(0, word.index).split(/[,;:]/).at(-1) ?? "");
  const right = termsOf(facts.text.slice(than + 5).split(/[,;:.]/)[0] ?? "");
  return { left: without(left, right), right: without(right, left), comparator: word[0] };
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
  const isAboutTime = evidence.polarity.universal.every((word) => word === "never" || word === "always");
  const isOwn = all !== undefined && !evidence.polarity.universal.includes(all);
  if (isOwn && some !== undefined && isAboutTime) return [conflict("scope", all, some)];
  return [];
}

/** A cause that the evidence does not speak of. */
function compareCauses({ claim, evidence, around }: Comparison): Finding[] {
  const [cause] = claim.causes;
  if (cause === undefined) return [];
  return [evidence, ...around()].some((facts) => facts.causes.length > 0) ? [] : [missing("causality", cause)];
}
