import { areComparable, isOtherMagnitude, type Quantity, saysTheSame } from "../quantities/quantity.ts";
import { compareDates, type WrittenDate } from "../quantities/read-dates.ts";
import { type Comparison, conflict, type Finding, missing } from "./finding.ts";
import type { Facts } from "./read-facts.ts";

/** Holds every number, date and version of a claim against the evidence. */
export function compareValues(comparison: Comparison): Finding[] {
  return [
    ...comparison.claim.quantities.flatMap((quantity) => compareQuantity(comparison, quantity)),
    ...comparison.claim.dates.flatMap((date) => compareDate(comparison, date)),
    ...compareVersions(comparison),
  ];
}

function compareQuantity(comparison: Comparison, claimed: Quantity): Finding[] {
  const { evidence, around } = comparison;
  const same = evidence.quantities.find((quantity) => saysTheSame(claimed, quantity));
  if (same !== undefined) return compareSetting(comparison, claimed, same);
  if (derived(evidence).some((quantity) => saysTheSame(claimed, quantity))) return [];
  const rival = rivalOf(comparison, claimed);
  if (around().some((facts) => facts.quantities.some((quantity) => saysTheSame(claimed, quantity)))) {
    return rival === undefined ? [] : [conflict("moved_value", claimed.raw, rival.raw)];
  }
  if (rival !== undefined) return [conflict(kindOf(claimed, rival), claimed.raw, rival.raw)];
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

/** A right number in the wrong place: the words around it in the claim stand around another number of the evidence. */
function compareSetting({ claim, evidence, stem }: Comparison, claimed: Quantity, same: Quantity): Finding[] {
  const rivals = evidence.quantities.filter((quantity) => quantity !== same && areComparable(claimed, quantity) && !saysTheSame(claimed, quantity));
  if (rivals.length === 0) return [];
  const setting = settingOf(claim, claimed, stem);
  const here = settingOf(evidence, same, stem);
  for (const rival of rivals) {
    const there = settingOf(evidence, rival, stem);
    const forRival = [...setting].filter((term) => there.has(term) && !here.has(term)).length;
    const forSame = [...setting].filter((term) => here.has(term) && !there.has(term)).length;
    if (forRival > 0 && forSame === 0) return [conflict("moved_value", claimed.raw, rival.raw)];
  }
  return [];
}

/** The stems of the words in the same part of the sentence as a quantity. */
function settingOf(facts: Facts, quantity: Quantity, stem: (lowered: string) => string): Set<string> {
  const stop = /[,;:()—–]|\b(?:and|while|but|whereas|compared|against|versus|than|from|to)\b/i;
  const before = facts.text.slice(0, quantity.start).split(stop).at(-1) ?? "";
  const after = facts.text.slice(quantity.end).split(stop)[0] ?? "";
  const found = `${before} ${after}`.toLowerCase().match(/\p{L}+/gu) ?? [];
  return new Set(found.map(stem).filter((term) => facts.terms.has(term)));
}

const shareOf = /^ ?(?:in|of|out of)(?: every)?(?: the)?(?: \p{L}+)? ?$/u;

/** Shares and factors that follow from two numbers of one sentence: "23 of 57" is 40 %, from 31 s to 10 s is a third. */
function derived(facts: Facts): Quantity[] {
  const found: Quantity[] = [];
  for (const [index, first] of facts.quantities.entries()) {
    const second = facts.quantities[index + 1];
    if (second === undefined || second.value === 0 || first.value === 0) continue;
    const shared = { ...first, unit: "derived", noun: "", halfStep: 0, bound: "exact" as const };
    if (first.dimension === "count" && second.dimension === "count" && shareOf.test(facts.text.slice(first.end, second.start))) {
      found.push({ ...shared, dimension: "percent", value: first.value / second.value });
    }
    if (first.dimension !== second.dimension || first.unit === "") continue;
    const [large, small] = first.value > second.value ? [first.value, second.value] : [second.value, first.value];
    found.push({ ...shared, dimension: "factor", value: large / small });
    found.push({ ...shared, dimension: "percent", value: Math.abs(second.value - first.value) / Math.abs(first.value) });
    found.push({ ...shared, value: large - small });
  }
  return found;
}

function compareDate({ evidence, around }: Comparison, claimed: WrittenDate): Finding[] {
  if (evidence.dates.some((date) => compareDates(claimed, date) === "same") || evidence.text.includes(claimed.raw)) return [];
  const rival = evidence.dates.find((date) => compareDates(claimed, date) === "conflict");
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
