import { areComparable, isOtherMagnitude, type Quantity, saysTheSame } from "../../quantities/quantity.ts";
import { compareDates, type WrittenDate } from "../../quantities/read-dates.ts";
import { isStopWord } from "../../text/words.ts";
import { type Comparison, conflict, type Finding, missing } from "./finding.ts";
import type { Facts } from "../read-facts.ts";

/** Holds every number, date and version of a claim against the evidence. */
export function compareValues(comparison: Comparison): Finding[] {
  return [
    ...comparison.claim.quantities.flatMap((quantity) => compareQuantity(comparison, quantity)),
    ...comparison.claim.dates.flatMap((date) => compareDate(comparison, date)),
    ...compareVersions(comparison),
    ...compareCourse(comparison),
  ];
}

interface Course {
  from: Quantity;
  to: Quantity;
}

/** "Fell from A to B" where the evidence has "from B to A". */
function compareCourse({ claim, evidence }: Comparison): Finding[] {
  const theirs = coursesOf(evidence);
  return coursesOf(claim).flatMap(({ from, to }) => {
    const isTurned = theirs.some((other) => !saysTheSame(from, other.from) && saysTheSame(from, other.to) && saysTheSame(to, other.from));
    return isTurned ? [conflict("moved_value", from.raw, to.raw)] : [];
  });
}

function coursesOf({ text, quantities }: Facts): Course[] {
  return quantities.flatMap((from, index): Course[] => {
    const to = quantities[index + 1];
    const isCourse = to !== undefined && /\bfrom $/i.test(text.slice(0, from.start)) && /^[^,;:.]{0,30} to $/.test(text.slice(from.end, to.start));
    return isCourse ? [{ from, to }] : [];
  });
}

function compareQuantity(comparison: Comparison, claimed: Quantity): Finding[] {
  const { evidence, around } = comparison;
  const same = evidence.quantities.find((quantity) => saysTheSame(claimed, quantity));
  if (same !== undefined)
    return [...compareSetting(comparison, claimed, same), ...compareTurn(comparison, claimed, same), ...compareDenial(comparison, claimed, same)];
  const derived = derivedQuantities(evidence);
  if (derived.some((quantity) => saysTheSame(claimed, quantity))) return [];
  const rival = rivalOf(comparison, claimed);
  if (around().some((facts) => facts.quantities.some((quantity) => saysTheSame(claimed, quantity)))) {
    return rival === undefined ? [] : [conflict("moved_value", claimed.raw, rival.raw)];
  }
  if (rival !== undefined) return [conflict(kindOf(claimed, rival), claimed.raw, rival.raw)];
  const other = derived.find((quantity) => quantity.dimension === claimed.dimension && claimed.dimension !== "count");
  if (other !== undefined) return [conflict("number", claimed.raw, other.raw)];
  const twin = evidence.quantities.find((quantity) => quantity.written === claimed.written && quantity.dimension !== claimed.dimension);
  if (twin !== undefined && (twin.unit !== "" || claimed.unit !== "")) return [conflict("unit", claimed.raw, twin.raw)];
  return [missing("number", claimed.raw)];
}

/** The quantity that stands in the evidence in the place of the claimed one: same dimension, same counted noun where both have one. */
function rivalOf({ evidence, claim, stem }: Comparison, claimed: Quantity): Quantity | undefined {
  const unused = evidence.quantities.filter((quantity) => !claim.quantities.some((other) => other !== claimed && saysTheSame(other, quantity)));
  const rivals = unused.filter((quantity) => quantity.dimension === claimed.dimension || areComparable(claimed, quantity));
  const sameNoun = rivals.find((quantity) => quantity.noun !== "" && stem(quantity.noun) === stem(claimed.noun));
  if (sameNoun !== undefined || claimed.dimension !== "count") return sameNoun ?? rivals[0];
  return rivals.length === 1 ? rivals[0] : undefined;
}

function kindOf(claimed: Quantity, rival: Quantity): "number" | "unit" | "magnitude" {
  if (claimed.written === rival.written && claimed.unit !== rival.unit && claimed.dimension !== "count" && !claimed.dimension.startsWith("money"))
    return "unit";
  return isOtherMagnitude(claimed, rival) ? "magnitude" : "number";
}

/** A right number in the wrong place: what stands around it in the claim stands around another number of the evidence. */
function compareSetting(comparison: Comparison, claimed: Quantity, same: Quantity): Finding[] {
  const { claim, evidence, stem } = comparison;
  const isAlone = claim.quantities.every((other) => other === claimed || !areComparable(other, claimed));
  const setting = settingOf(claim, claimed, stem);
  const own = isAlone ? termsOf(claim.text, stem) : new Set([...setting.before, ...setting.after]);
  for (const rival of evidence.quantities) {
    if (rival === same || !areComparable(claimed, rival) || saysTheSame(claimed, rival)) continue;
    const [here, there] = settingsOf(evidence, [same, rival], stem);
    const forRival = [...own].filter((term) => there.has(term) && !here.has(term));
    const forSame = [...own].filter((term) => here.has(term) && !there.has(term));
    const byLabel = forRival.some(isLabel) && !forSame.some(isLabel);
    const byWords = wordsIn(forRival) >= 2 * Math.max(1, wordsIn(forSame));
    if (byLabel || byWords || (forRival.length > 0 && forSame.length === 0)) return [conflict("moved_value", claimed.raw, rival.raw)];
  }
  return [];
}

interface Setting {
  before: ReadonlySet<string>;
  after: ReadonlySet<string>;
}

/** Numerals and months tell apart better than words. */
function isLabel(term: string): boolean {
  return /^\d/.test(term) || months.has(term);
}

const months = new Set("januari februari march april may june juli august septemb octob novemb decemb".split(" "));
const partEnd = /[,;:()—–]|\b(?:and|while|but|whereas|compared|against|versus|than|from|to)\b/i;

/** What tells two quantities of one sentence apart. When nothing stands before the later one, both share what stands before the first. */
export function settingsOf(facts: Facts, pair: readonly [Quantity, Quantity], stem: (lowered: string) => string): [Set<string>, Set<string>] {
  const settings = pair.map((quantity) => settingOf(facts, quantity, stem)) as [Setting, Setting];
  const later = pair[0].start > pair[1].start ? settings[0] : settings[1];
  const [first, second] = settings.map(({ before, after }) => new Set(later.before.size === 0 ? after : [...before, ...after]));
  return [first ?? new Set(), second ?? new Set()];
}

/** The stems and numerals of the part of the sentence that a quantity stands in. */
function settingOf(facts: Facts, quantity: Quantity, stem: (lowered: string) => string): Setting {
  const before = facts.text.slice(0, quantity.start).replace(bound, "");
  return {
    before: termsOf(before.split(partEnd).at(-1) ?? "", stem),
    after: termsOf(facts.text.slice(quantity.end).split(partEnd)[0] ?? "", stem),
  };
}

const bound = /\b(?:up to|at (?:most|least)|(?:more|less|fewer|greater|larger|smaller|higher|lower) than) ?$/i;

function termsOf(text: string, stem: (lowered: string) => string): Set<string> {
  const found = text.toLowerCase().match(/\p{L}+|\d[\d.]*(?<!\.)/gu) ?? [];
  return new Set(found.filter((word) => !isStopWord(word)).map((word) => (/^\d/.test(word) ? word : stem(word))));
}

function wordsIn(terms: readonly string[]): number {
  return terms.filter((term) => !isLabel(term)).length;
}

const upward = /^[ -](?:more|longer|higher|larger|bigger|greater|faster|later|older|heavier|warmer|taller|wider|deeper|above|over|up)\b/i;
const downward = /^[ -](?:less|fewer|shorter|lower|smaller|slower|earlier|sooner|younger|lighter|colder|cooler|narrower|below|under|down)\b/i;

/** "42 minutes longer" against "42 minutes less". */
function compareTurn({ claim, evidence }: Comparison, claimed: Quantity, same: Quantity): Finding[] {
  const [own, theirs] = [claim.text.slice(claimed.end), evidence.text.slice(same.end)];
  const isTurned = (upward.test(own) && downward.test(theirs)) || (downward.test(own) && upward.test(theirs));
  return isTurned ? [conflict("comparison", claimed.raw + wordBehind(own), same.raw + wordBehind(theirs))] : [];
}

/** "It is not 40 kg" against "it is 40 kg". */
function compareDenial({ claim, evidence }: Comparison, claimed: Quantity, same: Quantity): Finding[] {
  const isDenied = (facts: Facts, quantity: Quantity): boolean => /(?:\bnot|n['’]t) $/i.test(facts.text.slice(0, quantity.start));
  const [here, there] = [isDenied(claim, claimed), isDenied(evidence, same)];
  return here === there ? [] : [conflict("negation", here ? `not ${claimed.raw}` : claimed.raw, there ? `not ${same.raw}` : same.raw)];
}

function wordBehind(text: string): string {
  return /^[ -]\p{L}+/u.exec(text)?.[0] ?? "";
}

const shareOf = /^ ?(?:in|of|out of)(?: every)?(?: the)?(?: \p{L}+)? ?$/u;
const partOfThem = /^ of (?:them|these|those|which|whom)\b/;
const shareBefore = /\bof (?:the |its |all |these |those )*$/i;

/** Shares, factors and differences that follow from two numbers of one sentence: "23 of 57" is 40 %, from 30 s to 10 s is a third. */
function derivedQuantities(facts: Facts): Quantity[] {
  const found: Quantity[] = [];
  for (const [index, first] of facts.quantities.entries()) {
    const second = facts.quantities.slice(index + 1).find((other) => other.dimension === first.dimension);
    if (second === undefined || second.value === 0 || first.value === 0) continue;
    const made = { ...first, raw: `${first.raw} and ${second.raw}`, unit: "derived", noun: "", halfStep: 0, bound: "exact" as const };
    const between = facts.text.slice(first.end, second.start);
    const isShare = shareOf.test(between);
    const isPart = shareBefore.test(facts.text.slice(0, first.start)) || partOfThem.test(facts.text.slice(second.end));
    const isTurnedShare = isPart && second.value < first.value;
    if (first.dimension === "count" && (isShare || isTurnedShare)) {
      found.push({ ...made, dimension: "percent", value: isShare ? first.value / second.value : second.value / first.value });
    }
    if (first.unit === "" && first.noun !== second.noun) continue;
    const [large, small] = first.value > second.value ? [first.value, second.value] : [second.value, first.value];
    found.push({ ...made, dimension: "factor", value: large / small });
    found.push({ ...made, dimension: "percent", value: Math.abs(second.value - first.value) / Math.abs(first.value) });
    if (first.unit !== "") found.push({ ...made, value: large - small });
  }
  return found;
}

function compareDate({ claim, evidence, around }: Comparison, claimed: WrittenDate): Finding[] {
  if (evidence.dates.some((date) => compareDates(claimed, date) === "same") || evidence.text.includes(claimed.raw)) return [];
  const isTaken = (date: WrittenDate): boolean => claim.dates.some((other) => other !== claimed && compareDates(other, date) === "same");
  const rival = evidence.dates.find((date) => compareDates(claimed, date) === "conflict" && !isTaken(date));
  const isAround = around().some((facts) => facts.dates.some((date) => compareDates(claimed, date) === "same"));
  if (rival !== undefined) return [conflict(isAround ? "moved_value" : "date", claimed.raw, rival.raw)];
  return isAround ? [] : [missing("date", claimed.raw)];
}

function compareVersions({ claim, evidence, around }: Comparison): Finding[] {
  return claim.versions.flatMap((claimed) => {
    if ([evidence, ...around()].some((facts) => facts.versions.some((other) => other.number === claimed.number))) return [];
    const rival = evidence.versions[0];
    if (rival !== undefined) return [conflict("version", claimed.raw, rival.raw)];
    return evidence.text.includes(claimed.number) ? [] : [missing("version", claimed.raw)];
  });
}
