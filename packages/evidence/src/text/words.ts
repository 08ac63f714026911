import type { Span } from "./span.ts";
import { stem } from "./english/stem.ts";

/** A word as it stands in the text: letters and digits with inner apostrophes, dots and hyphens. */
export interface Word extends Span {
  text: string;
}

const word = /[\p{L}\p{N}]+(?:['’.-][\p{L}\p{N}]+)*/gu;

/** The words of a text, in order. */
export function words(text: string): Word[] {
  return Array.from(text.matchAll(word), (match) => ({ text: match[0], start: match.index, end: match.index + match[0].length }));
}

const closedClass = new Set(
  (
    "a an the this that these those it its he him his she her they them their theirs we us our ours you your yours i me my mine who whom whose which what " +
    "and or but nor so yet if then else when while where why how as than because since although though unless until whether " +
    "of to in on at by for from with without into onto upon over under between among through during before after about against across along around behind beyond near off out up down within toward towards per via " +
    "is are was were be been being am do does did doing done have has had having will would shall should can could may might must ought " +
    "not no n't also too very just only even still already again ever here there now both each every either neither all any some such same other another own more most less least much many few several " +
    "one get gets got let lets say says said make makes made use uses used using go goes went come comes came take takes took give gives gave put puts keep keeps way ways thing things " +
    "however therefore thus hence moreover furthermore etc e.g i.e vs cf"
  ).split(" "),
);

/** Words of the closed classes and of no content of their own: they do not say what a sentence is about. */
export function isStopWord(lowered: string): boolean {
  return closedClass.has(lowered);
}

/** Turns words into the terms by which texts are compared; remembers what it has seen. */
export interface Lexicon {
  /** Stems of the content words of a text, in order, with repeats; numerals are left to the quantities. */
  terms(text: string): string[];
  stem(lowered: string): string;
}

export function createLexicon(): Lexicon {
  const known = new Map<string, string>();
  const stemOnce = (lowered: string): string => {
    const before = known.get(lowered);
    if (before !== undefined) return before;
    const made = stem(lowered);
    known.set(lowered, made);
    return made;
  };
  return {
    stem: stemOnce,
    terms(text) {
      const found: string[] = [];
      for (const { text: whole } of words(text)) {
        for (const part of partsOf(whole)) if (part.length > 1 && !isStopWord(part) && /\p{L}/u.test(part)) found.push(stemOnce(part));
      }
      return found;
    },
  };
}

/** "State-of-the-art" compares by its parts, "it's" without its ending. */
function partsOf(whole: string): string[] {
  const lowered = whole.toLowerCase();
  const bare = /['’]/.test(lowered) ? lowered.replaceAll("’", "'").replace(/n't$|'(?:s|re|ve|ll|d|m)?$/, "") : lowered;
  return bare.includes("-") ? bare.split("-") : [bare];
}
