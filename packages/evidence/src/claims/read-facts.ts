import type { Quantity } from "../quantities/quantity.ts";
import { readDates, type WrittenDate } from "../quantities/read-dates.ts";
import { readQuantities } from "../quantities/read-quantities.ts";
import type { Span } from "../text/span.ts";
import type { Lexicon } from "../text/words.ts";
import { type Name, readNames } from "./names.ts";
import { createPolarityReader, type Polarity } from "./polarity.ts";

export interface Version extends Span {
  raw: string;
  number: string;
}

/** What a sentence says that can be compared. Offsets are the sentence's own. */
export interface Facts {
  text: string;
  /** Content stems in order of first appearance. */
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
  /\b(?:[Vv]ersion |v\.? ?|[Rr]elease )(\d{1,4}(?:\.\d{1,4}){0,3})\b|(?<![\d.,])(\d{1,4}\.\d{1,4}\.\d{1,4}(?:\.\d{1,4})?)(?![\d.]\d)|(?<=\b\p{Lu}\p{L}{2,20} )(\d{1,2}\.\d{1,2})(?! ?(?:%|percent|million|billion|trillion|\p{Ll}))/gu;
const role =
  /\b(?:ceo|cto|cfo|coo|chief executive|co-founder|founder|chair(?:man|woman|person)?|president|vice[- ]president|director|managing director|head|manager|professor|lecturer|engineer|architect|designer|developer|scientist|researcher|analyst|economist|minister|secretary|mayor|governor|senator|editor|author|journalist|reporter|farmer|baker|owner|spokes(?:man|woman|person)|coach|captain|doctor|nurse|teacher|lawyer|judge|consultant|partner|chemist|physicist|biologist|ecologist|historian|statistician|programmer|maintainer|technician|mechanic|curator|librarian|operator|coordinator|supervisor|planner|inspector)\b/gi;
const cause =
  /\b(?:because|caus(?:e|es|ed|ing)|due to|lead(?:s|ing)? to|led to|result(?:s|ed|ing)? in|as a result|thanks to|owing to|therefore|trigger(?:s|ed)?|so that|consequently|brought about|responsible for|driven by|explains?|why|contribut(?:es|ed) to)\b/gi;

/** A reader of facts that knows which lone capitalised words are names. Pure; share one over a whole check. */
export function createFactReader(lexicon: Lexicon, isKnownName: (lowered: string) => boolean): FactReader {
  const readPolarity = createPolarityReader(lexicon);
  return (text) => {
    const dates = readDates(text);
    const versions = Array.from(text.matchAll(version), (match): Version => ({
      start: match.index,
      end: match.index + match[0].length,
      raw: match[0],
      number: match[1] ?? match[2] ?? match[3] ?? "",
    }));
    return {
      text,
      terms: new Set(lexicon.terms(text)),
      dates,
      versions,
      quantities: readQuantities(text, [...dates, ...versions]),
      names: readNames(text, isKnownName),
      roles: Array.from(text.matchAll(role), ([word]) => word.toLowerCase().replace("-", " ")),
      polarity: readPolarity(text),
      causes: Array.from(text.matchAll(cause), ([word]) => word.toLowerCase()),
    };
  };
}
