import type { Span } from "../text/span.ts";

/** How a number bounds what it says: "about 40", "over 40", "under 40". */
export type Bound = "exact" | "about" | "over" | "under";

/** A number of a text with what it counts or measures, in the dimension's own unit (metres, kilograms, seconds, bytes, °C, ratio, a currency). */
export interface Quantity extends Span {
  /** As written, with its unit. */
  raw: string;
  /** The bare number as written, before multiplier and unit. */
  written: number;
  value: number;
  /** "count" when nothing measures it. */
  dimension: string;
  /** Unit as written, lower case; empty for counts. */
  unit: string;
  /** Half a step of the last written digit, in the dimension's own unit. */
  halfStep: number;
  bound: Bound;
  /** The word behind a count ("firms" of "400 firms"), lower case. */
  noun: string;
}

/** A fair writer rounds no further than this share of the value; a value of one digit may stand a little further off. */
const widestRounding = 0.06;
const widestRoundingOfDigit = 0.13;
const ratioDimensions = new Set(["percent", "count"]);

/**
 * Whether a claimed quantity says what the evidence says: equal after unit conversion, or a fair rounding of it. The claim may be
 * rounder than the evidence, never sharper. "Over" and "nearly" must lie on their side.
 */
export function saysTheSame(claimed: Quantity, evidence: Quantity): boolean {
  if (!areComparable(claimed, evidence)) return false;
  const difference = Math.abs(claimed.value - evidence.value);
  const size = Math.abs(evidence.value);
  const isExact = difference <= size * 1e-9;
  if (isExact) return true;
  const isConverted = claimed.unit !== evidence.unit && claimed.dimension !== "count";
  const step = isConverted ? Math.max(claimed.halfStep, evidence.halfStep) : claimed.halfStep;
  const isRounded = difference <= step * 1.0001 && difference <= size * (claimed.written < 10 ? widestRoundingOfDigit : widestRounding);
  switch (claimed.bound) {
    case "over":
      return isRounded || (evidence.value >= claimed.value && evidence.value <= claimed.value * 1.25);
    case "under":
      return isRounded || (evidence.value <= claimed.value && evidence.value >= claimed.value * 0.8);
    case "about":
      return isRounded || difference <= Math.max(step, size * widestRounding);
    case "exact":
      return isRounded && step > 0;
    default:
      return claimed.bound satisfies never;
  }
}

/** Same dimension, or a share written once as a percentage and once as a number up to 1. */
export function areComparable(a: Quantity, b: Quantity): boolean {
  if (a.dimension === b.dimension) return true;
  const isShare = (quantity: Quantity): boolean => quantity.dimension === "percent" || (quantity.written > 0 && quantity.written < 1);
  return ratioDimensions.has(a.dimension) && ratioDimensions.has(b.dimension) && isShare(a) && isShare(b);
}

/** Whether two values differ by a power of ten, the trace of a lost zero or a wrong "million". */
export function isOtherMagnitude(claimed: Quantity, evidence: Quantity): boolean {
  if (claimed.value === 0 || evidence.value === 0 || Math.sign(claimed.value) !== Math.sign(evidence.value)) return false;
  const power = Math.log10(claimed.value / evidence.value);
  return Math.abs(power) > 0.9 && Math.abs(power - Math.round(power)) < 0.02;
}
