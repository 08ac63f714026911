import type { Quantity } from "../quantities/quantity.ts";
import { readDates, type WrittenDate } from "../quantities/read-dates.ts";
import { multiplierOf } from "../quantities/number-words.ts";
import { readQuantities } from "../quantities/read-quantities.ts";
import { unitOf } from "../quantities/units.ts";
import type { Span } from "../text/span.ts";
import type { Lexicon } from "../text/words.ts";
import { type Name, readNames } from "./names.ts";
import { createPolarityReader, type Polarity } from "./polarity.ts";

interface Version extends Span {
  raw: string;
  number: string;
}

/** What a sentence says that can be compared. Offsets are the sentence's own. */
export interface Facts {
  text: string;
  /** Content stems outside values and dates, in order of first appearance. */
  terms: ReadonlySet<string>;
  quantities: readonly Quantity[];
  dates: readonly WrittenDate[];
  versions: readonly Version[];
  names: readonly Name[];
  roles: readonly string[];
  polarity: Polarity;
  /** Words that tie a cause to its effect. */
  causes: readonly string[];
}

export type FactReader = (sentence: string) => Facts;

const version =
  /\b(?:[Vv]ersion |v\.? ?|[Rr]elease )(?<named>\d{1,4}(?:\.\d{1,4}){0,3})\b|(?<![\d.,])(?<long>\d{1,4}\.\d{1,4}\.\d{1,4}(?:\.\d{1,4})?)(?![\d.]\d)|(?<=\b(?<product>\p{Lu}\p{L}{2,20}) )(?<short>\d{1,2}\.\d{1,2})(?![\d.,]*\d)(?! ?[%°])/gu;
const role =
  /\b(?:ceo|cto|cfo|coo|chief executive|co-founder|founder|chair(?:man|woman|person)?|president|vice[- ]president|director|managing director|head|manager|professor|lecturer|engineer|architect|designer|developer|scientist|researcher|analyst|economist|minister|secretary|mayor|governor|senator|editor|author|journalist|reporter|farmer|baker|owner|spokes(?:man|woman|person)|coach|captain|doctor|nurse|teacher|lawyer|judge|consultant|partner|chemist|physicist|biologist|ecologist|historian|statistician|programmer|maintainer|technician|mechanic|curator|librarian|operator|coordinator|supervisor|planner|inspector)\b/gi;
const cause =
  /\b(?:because|caus(?:e|es|ed|ing)|due to|lead(?:s|ing)? to|led to|result(?:s|ed|ing)? in|as a result|thanks to|owing to|therefore|trigger(?:s|ed)?|consequently|brought about|responsible for|driven by|explains?|contribut(?:es|ed) to)\b/gi;

/** A reader of facts that knows which lone capitalised words are names. Pure; share one over a whole check. */
export function createFactReader(lexicon: Lexicon, isKnownName: (lowered: string) => boolean): FactReader {
  const readPolarity = createPolarityReader(lexicon);
  return (text) => {
    const dates = readDates(text);
    const versions = readVersions(text, isKnownName);
    const quantities = readQuantities(text, [...dates, ...versions]);
    return {
      text,
      terms: new Set(lexicon.terms(without(text, [...dates, ...quantities]))),
      dates,
      versions,
      quantities,
      names: readNames(text, isKnownName),
      roles: Array.from(text.matchAll(role), ([word]) => word.toLowerCase().replace("-", " ")),
      polarity: readPolarity(text),
      causes: Array.from(text.matchAll(cause), ([word]) => word.toLowerCase()),
    };
  };
}

/** "Version 2.3", "1.4.2", and "Python 3.9" where a product is known by that name and no unit follows. */
function readVersions(text: string, isKnownName: (lowered: string) => boolean): Version[] {
  return Array.from(text.matchAll(version)).flatMap((match) => {
    const { named, long, short, product } = match.groups ?? {};
    const span = { start: match.index, end: match.index + match[0].length };
    const next = /^ ?(\p{L}+)/u.exec(text.slice(span.end, span.end + 24))?.[1] ?? "";
    const isMeasured = unitOf(next) !== undefined || multiplierOf(next) !== undefined;
    if (short !== undefined && (isMeasured || !isKnownName((product ?? "").toLowerCase()))) return [];
    return [{ ...span, raw: match[0], number: named ?? long ?? short ?? "" }];
  });
}

/** Blanks spans, keeping all offsets. */
function without(text: string, spans: readonly Span[]): string {
  let left = "";
  let at = 0;
  for (const { start, end } of spans.toSorted((a, b) => a.start - b.start)) {
    left += text.slice(at, Math.max(at, start)) + " ".repeat(Math.max(0, end - Math.max(at, start)));
    at = Math.max(at, end);
  }
  return left + text.slice(at);
}
