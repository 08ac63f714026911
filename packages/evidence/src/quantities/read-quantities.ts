import { overlaps, type Span } from "../text/span.ts";
import { isStopWord } from "../text/words.ts";
import { fractionOf, multiplierOf, numberWord } from "./number-words.ts";
import type { Bound, Quantity } from "./quantity.ts";
import { type Unit, unitOf } from "./units.ts";

const numeral = /(?<![\p{L}\p{N}_.,])(?:\d{1,3}(?:[,'’\u00a0\u202f]\d{3})+(?![\d])|\d{1,15})(?:\.\d{1,12})?/gu;
const worded = /(?<![\p{L}\p{N}-])(?:\p{L}{3,9}(?:-\p{L}{3,5})?|an?)(?![\p{L}\p{N}])/gu;
const behind = /^(?<gap>[ \u00a0\u202f-]?)(?<word>[%°$€£¥×]\p{L}?|\p{L}[\p{L}²³]*(?:\/\p{L}+)?)/u;
const currencyBefore = /(?:US\$|[$€£¥]|\b(?:USD|EUR|GBP|CHF|JPY) ?)$/;

const bounds: readonly (readonly [Bound, RegExp])[] = [
  ["over", /(?:\b(?:over|above|exceed(?:s|ed|ing)?|at least|(?:more|greater|larger|longer|higher) than|upwards of)|>) ?$/i],
  ["under", /(?:\b(?:under|below|nearly|almost|not quite|up to|at most|(?:less|fewer|smaller|shorter|lower) than)|<) ?$/i],
  ["about", /(?:\b(?:about|around|roughly|approximately|approx\.?|some|circa|ca\.|close to|an estimated|in the region of)|[~≈]) ?$/i],
];

interface Numeral extends Span {
  written: number;
  decimals: number;
  /** The zeros a whole number ends in: they may be rounding. */
  zeros: number;
}

/**
 * The quantities of a text outside the given spans (dates, versions): numerals and number words with multiplier ("1.2 M"), unit,
 * currency, sign, bound ("about") and counted noun. Ranges share their unit. Bounded look-around, linear time.
 */
export function readQuantities(text: string, taken: readonly Span[] = []): Quantity[] {
  const numerals = [...digitNumerals(text), ...wordNumerals(text)].filter((span) => !taken.some((other) => overlaps(span, other)));
  const found = numerals.toSorted((a, b) => a.start - b.start).map((span) => readOne(text, span));
  return shareUnits(
    text,
    found.filter((quantity): quantity is Quantity => quantity !== undefined),
  ).filter((quantity, index, all) => index === 0 || !overlaps(quantity, all[index - 1] as Quantity));
}

function digitNumerals(text: string): Numeral[] {
  return Array.from(text.matchAll(numeral), (match) => {
    const [digits = "", decimals = ""] = match[0].replaceAll(/[,'’\u00a0\u202f]/g, "").split(".");
    return {
      start: match.index,
      end: match.index + match[0].length,
      written: Number(decimals === "" ? digits : `${digits}.${decimals}`),
      decimals: decimals.length,
      zeros: decimals === "" ? (/0*$/.exec(digits)?.[0].length ?? 0) : 0,
    };
  });
}

/** Number words; "one" and "a" only where a unit, a multiplier or a fraction follows. */
function wordNumerals(text: string): Numeral[] {
  const found: Numeral[] = [];
  for (const match of text.matchAll(worded)) {
    const word = match[0].toLowerCase();
    const start = match.index;
    const end = start + word.length;
    const next = /^[ -]([\p{L}%]+)/u.exec(text.slice(end, end + 20))?.[1] ?? "";
    const isArticle = word === "a" || word === "an";
    const value = isArticle ? 1 : numberWord(word);
    if (word === "half" && !/\b(?:a|one|first|second|other) $/i.test(text.slice(Math.max(0, start - 7), start))) {
      if (/^(?: of| the| a| an| its| their| all| as)?\b/.test(text.slice(end)) && next !== "")
        found.push({ start, end, written: 0.5, decimals: 2, zeros: 0 });
    } else if (value !== undefined && isCountedBy(next, { isArticle, value, ...formsBehind(text.slice(end, end + 40)) })) {
      found.push({ start, end, written: value, decimals: 0, zeros: value > 0 && value % 10 === 0 ? 1 : 0 });
    }
  }
  return found;
}

/** "A year and a half"; "one of its three boats". */
function formsBehind(rest: string): { isHalved: boolean; isPart: boolean } {
  const counted = /^ of (?:its|the|their|his|her|these|those) (\p{L}+|\d)/u.exec(rest)?.[1] ?? "";
  return { isHalved: /^ \p{L}+ and a half\b/u.test(rest), isPart: /\d/.test(counted) || numberWord(counted) !== undefined };
}

function isCountedBy(next: string, word: { isArticle: boolean; isHalved: boolean; isPart: boolean; value: number }): boolean {
  const lowered = next.toLowerCase();
  const isMultiplier = lowered.length > 2 && multiplierOf(lowered) !== undefined;
  if (word.isArticle && word.isHalved) return unitOf(lowered) !== undefined;
  if (word.isArticle) return isMultiplier || /^(?:half|third|quarter|fifth|tenth)$/.test(lowered);
  if (word.value === 1 && word.isPart) return true;
  if (word.value === 1) return isMultiplier || fractionOf(lowered) !== undefined || (lowered.length > 1 && unitOf(lowered) !== undefined);
  return true;
}

function readOne(text: string, span: Numeral): Quantity | undefined {
  const before = text.slice(Math.max(0, span.start - 24), span.start);
  if (/^(?:st|nd|rd|th)\b/.test(text.slice(span.end, span.end + 3))) return undefined;
  const currency = currencyBefore.exec(before)?.[0];
  const lead = currency === undefined ? before : before.slice(0, -currency.length);
  const sign = /(?:^|[\s(])[-−–]$|\bminus $/.exec(lead)?.[0].trimStart() ?? "";
  const { end, multiplier, unit, unitName } = readBehind(text, span, currency);
  const isHalf = span.written === 0.5 && text.slice(span.start, span.end).toLowerCase() === "half";
  const factor = unit?.factor ?? 1;
  const offset = unit?.offset ?? 0;
  const value = (sign === "" ? 1 : -1) * span.written * multiplier * factor + offset;
  const bound = bounds.find(([, pattern]) => pattern.test(lead.slice(0, lead.length - sign.length)))?.[0] ?? "exact";
  const step = span.zeros > 0 && bound !== "exact" ? 10 ** span.zeros : 10 ** -span.decimals;
  const start = span.start - (currency?.length ?? 0);
  return {
    start,
    end,
    raw: text.slice(start, end),
    written: span.written,
    value,
    dimension: unit?.dimension ?? (isHalf ? "percent" : "count"),
    unit: isHalf ? "share" : unitName,
    halfStep: isHalf || unitName === "share" ? shareHalfStep : (step / 2) * (multiplier === 12 ? 1 : multiplier) * factor,
    bound,
    noun: unit === undefined ? nounBehind(text, end) : "",
  };
}

/** A fraction in words is a share of 1, meant within two points of a hundred. */
const shareUnit: Unit = { dimension: "percent", factor: 1, offset: 0 };
const shareHalfStep = 0.02;

interface Behind {
  end: number;
  multiplier: number;
  unit: Unit | undefined;
  unitName: string;
}

/** Multiplier and unit behind a numeral, in that order. */
function readBehind(text: string, span: Numeral, currency: string | undefined): Behind {
  let { end } = span;
  let multiplier = 1;
  let unit = currency === undefined ? undefined : unitOf(currency.trim());
  let unitName = unit === undefined ? "" : unit.dimension;
  const more = /^ or (?:more|fewer|less)(?= \p{L})/u.exec(text.slice(end, end + 12))?.[0] ?? "";
  if (more !== "" && unitOf(/^ (\p{L}+)/u.exec(text.slice(end + more.length, end + more.length + 20))?.[1] ?? "") !== undefined) end += more.length;
  for (let turn = 0; turn < 3; turn += 1) {
    const rest = text.slice(end, end + 32);
    const phrase =
      /^[ -]?(?:percentage points?\b|per ?cent\b|degrees (?:Celsius|Fahrenheit)|square (?:kilomet(?:er|re)s|met(?:er|re)s|feet)|° ?[CF]\b)/i.exec(
        rest,
      )?.[0];
    const next = behind.exec(rest);
    const word = next?.groups?.["word"] ?? "";
    const share = fractionOf(word);
    if (phrase !== undefined) {
      unitName = phraseUnit(phrase);
      unit = unitOf(unitName);
      return { end: end + phrase.length, multiplier, unit, unitName };
    }
    const part = share === undefined ? null : /^ (?:of )?an? (?<word>\p{L}+)/u.exec(text.slice(end + (next?.[0].length ?? 0)).slice(0, 24));
    const whole = part === null ? undefined : unitOf(part.groups?.["word"] ?? "");
    if (share !== undefined && whole !== undefined && part !== null && next !== null) {
      const name = part.groups?.["word"]?.toLowerCase() ?? "";
      return { end: end + next[0].length + part[0].length, multiplier: share, unit: whole, unitName: name };
    }
    if (share !== undefined && unit === undefined && span.written <= 9 && !/^(?:half|third|quarter|fifth|tenth)$/.test(word) === span.written > 1) {
      return { end: end + (next?.[0].length ?? 0), multiplier: share, unit: shareUnit, unitName: "share" };
    }
    const isTight = next?.groups?.["gap"] === "";
    const factor = isMultiplierHere(word, isTight || currency !== undefined) ? multiplierOf(word) : undefined;
    const named = factor === undefined && unit === undefined ? unitOf(word) : undefined;
    if (factor === undefined && named === undefined) break;
    end += next?.[0].length ?? 0;
    multiplier *= factor ?? 1;
    unit = unit ?? named;
    if (named !== undefined) return { ...withHalf(text, span, { end, multiplier }), unit, unitName: word.toLowerCase() };
  }
  return { end, multiplier, unit, unitName };
}

/** "A year and a half", "two hours and a half". */
function withHalf(text: string, span: Numeral, { end, multiplier }: { end: number; multiplier: number }): { end: number; multiplier: number } {
  const half = /^ and a half\b/.exec(text.slice(end, end + 12))?.[0];
  return half === undefined ? { end, multiplier } : { end: end + half.length, multiplier: (multiplier * (span.written + 0.5)) / span.written };
}

function phraseUnit(phrase: string): string {
  const plain = phrase.toLowerCase().replace(/^[ -]/, "");
  if (plain.startsWith("percentage")) return "pp";
  if (plain.startsWith("per")) return "%";
  if (plain.startsWith("square")) return plain.includes("kilo") ? "km²" : plain.includes("feet") ? "ft²" : "m²";
  return plain.includes("f") && !plain.includes("c") ? "°f" : plain.endsWith("fahrenheit") ? "°f" : "°c";
}

/** "5 M" and "5k" multiply when tight, upper case or money; "5 m" is metres. */
function isMultiplierHere(word: string, isTight: boolean): boolean {
  if (word.length > 1) return multiplierOf(word) !== undefined;
  return word === "M" || word === "B" || word === "K" || (word === "k" && isTight);
}

/** The counted thing: the first plural, or else the first word, before the phrase ends. */
function nounBehind(text: string, end: number): string {
  const phrase =
    /^ (?:of (?:the |its |their )?)?((?:\p{Ll}[\p{L}-]{1,24} ?){1,3})/u
      .exec(text.slice(end, end + 80))?.[1]
      ?.trim()
      .split(" ") ?? [];
  const stop = phrase.findIndex(isStopWord);
  const own = stop === -1 ? phrase : phrase.slice(0, stop);
  return own.find((word) => word.endsWith("s") && word.length > 3) ?? own[0] ?? "";
}

const joint = /^ ?(?:[-–—]|to|and|or) ?(?:about |around )?(?:[$€£] ?)?$/;

/** "10–20 km" and "between 5 and 10 million" measure both ends alike. */
function shareUnits(text: string, quantities: Quantity[]): Quantity[] {
  return quantities.map((quantity, index) => {
    const next = quantities[index + 1];
    if (next === undefined || quantity.unit !== "" || next.unit === "" || !joint.test(text.slice(quantity.end, next.start))) return quantity;
    const scale = next.written === 0 ? 1 : next.value / next.written;
    const isPlain = quantity.value === quantity.written;
    return isPlain
      ? {
          ...quantity,
          value: quantity.written * scale,
          halfStep: quantity.halfStep * Math.abs(scale),
          dimension: next.dimension,
          unit: next.unit,
          noun: "",
        }
      : quantity;
  });
}
