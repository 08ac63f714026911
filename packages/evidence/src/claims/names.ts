import { unitOf } from "../quantities/units.ts";
import type { Span } from "../text/span.ts";
import { isStopWord, type Word, words } from "../text/words.ts";

/** A proper name as written: one or more capitalised words. */
export interface Name extends Span {
  text: string;
  /** Lower-case words of the name without titles, particles and possessive endings. */
  parts: readonly string[];
}

const particles = new Set(["of", "de", "del", "della", "di", "da", "von", "van", "der", "den", "the", "and", "for", "la", "le", "bin", "al"]);
const titles = new Set([
  "dr",
  "mr",
  "mrs",
  "ms",
  "mx",
  "prof",
  "professor",
  "sir",
  "lord",
  "lady",
  "st",
  "sgt",
  "gen",
  "sen",
  "rep",
  "gov",
  "capt",
  "president",
  "chancellor",
  "minister",
  "judge",
  "captain",
  "general",
  "doctor",
]);
const calendar = new Set(
  "january february march april may june july august september october november december jan feb mar apr jun jul aug sep sept oct nov dec monday tuesday wednesday thursday friday saturday sunday mon tue wed thu fri sat sun".split(
    " ",
  ),
);

/**
 * The proper names of a sentence. A lone capitalised word that opens it counts only when `isKnownName` says so, because every
 * sentence opens with a capital; months, weekdays and titles are no names.
 */
export function readNames(sentence: string, isKnownName: (lowered: string) => boolean): Name[] {
  const all = words(sentence);
  const found: Name[] = [];
  for (let index = 0; index < all.length;) {
    const run = nameRun(sentence, all, index);
    if (run.length === 0) index += 1;
    else {
      const name = nameOf(sentence, run, isKnownName);
      if (name !== undefined) found.push(name);
      index += run.length;
    }
  }
  return found;
}

/** Capitalised words that follow each other, particles between them included. */
function nameRun(sentence: string, all: readonly Word[], first: number): Word[] {
  const run: Word[] = [];
  for (let index = first; index < all.length; index += 1) {
    const word = all[index] as Word;
    const last = run.at(-1);
    const isJoined = last === undefined || /^(?: ?& ?| |\. )$/.test(sentence.slice(last.end, word.end - word.text.length));
    if (!isJoined) break;
    if (isCapital(word.text)) run.push(word);
    else {
      const next = all[index + 1];
      const isBridge = last !== undefined && particles.has(word.text) && word.text !== "and" && word.text !== "for" && word.text !== "the";
      if (!isBridge || next === undefined || !isCapital(next.text) || sentence.slice(word.end, next.start) !== " ") break;
      run.push(word);
    }
  }
  return run;
}

function isCapital(word: string): boolean {
  return /^\p{Lu}/u.test(word) || /^\p{Ll}{1,3}\p{Lu}/u.test(word);
}

function nameOf(sentence: string, run: readonly Word[], isKnownName: (lowered: string) => boolean): Name | undefined {
  const opensSentence = /^["'“‘(\s]*$/.test(sentence.slice(0, run[0]?.start ?? 0));
  const kept = run.filter(({ text, start }, index) => {
    const lowered = bare(text);
    if (/[\d°][ \u00a0-]?$/.test(sentence.slice(Math.max(0, start - 2), start)) && (unitOf(text) !== undefined || text.length === 1)) return false;
    if (calendar.has(lowered) || calendar.has(lowered.replace(/s$/, "")) || (titles.has(lowered) && run.length > 1)) return false;
    return !(opensSentence && index === 0 && (isStopWord(lowered) || particles.has(lowered)));
  });
  const [first] = kept;
  const last = kept.at(-1);
  if (first === undefined || last === undefined) return undefined;
  if (kept.length === 1 && isStopWord(bare(first.text))) return undefined;
  const isLoneOpening = opensSentence && kept.length === 1 && first === run[0];
  if (isLoneOpening && !/^\p{Lu}[\p{Lu}\d]|\p{Ll}\p{Lu}|\p{L}\d/u.test(first.text) && !isKnownName(bare(first.text))) return undefined;
  const parts = kept.map(({ text }) => bare(text)).filter((part) => !particles.has(part));
  return parts.length === 0 ? undefined : { start: first.start, end: last.end, text: sentence.slice(first.start, last.end), parts };
}

function bare(word: string): string {
  return word.toLowerCase().replace(/['’]s?$/, "");
}

/**
 * Whether two names can mean the same: equal, the surname alone, more or fewer given names, an initial, an acronym, the same words in
 * another order. "John Smith" and "Jane Smith" are not the same.
 */
export function isSameName(a: Name, b: Name): boolean {
  const [short, long] = a.parts.length <= b.parts.length ? [a, b] : [b, a];
  if (short.parts.every((part) => long.parts.includes(part))) return true;
  const initials = long.parts.map((part) => part.charAt(0)).join("");
  if (short.parts.length === 1 && long.parts.length > 1 && short.parts[0] === initials) return true;
  if (short.parts.length < 2 || short.parts.at(-1) !== long.parts.at(-1)) return false;
  return short.parts.slice(0, -1).every((part, index) => {
    const other = long.parts[index] ?? "";
    return part === other || (part.charAt(0) === other.charAt(0) && (part.length === 1 || other.length === 1));
  });
}
