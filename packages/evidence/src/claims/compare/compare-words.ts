import { isStopWord, words } from "../../text/words.ts";
import { type Comparison, conflict, type Finding, missing } from "./finding.ts";
import type { Facts } from "../read-facts.ts";

/** How many words before and after a place are compared. */
const reach = 4;

interface Token {
  lowered: string;
  term: string;
  isContent: boolean;
}

/**
 * One word in the place of another: the words around it are the evidence's own, it is not ("paid by the state" for "paid by the
 * county"). Synonyms pass, words that the neighbouring sentences have, and words with an opposite, which are looked at as directions.
 */
export function compareWords(comparison: Comparison): Finding[] {
  const { claim, evidence, around, title, stem, synonyms } = comparison;
  const [own, theirs] = [tokensOf(claim, stem), tokensOf(evidence, stem)];
  for (const [index, token] of own.entries()) {
    if (isJudgedElsewhere(claim, token.lowered)) continue;
    if (!token.isContent || evidence.terms.has(token.term) || title.terms.has(token.term)) continue;
    if ([...synonyms(token.term)].some((other) => evidence.terms.has(other))) continue;
    const place = theirs.findIndex((other, at) => other.isContent && !claim.terms.has(other.term) && isFramedAlike(own, index, { theirs, at }));
    const rival = theirs[place];
    if (rival === undefined || around().some((facts) => facts.terms.has(token.term))) continue;
    return [isVerbLike(token, own[index + 1]) ? missing("negation", token.lowered) : conflict("entity", token.lowered, rival.lowered)];
  }
  return [];
}

/** Directions and words of scope have rules of their own. */
function isJudgedElsewhere({ polarity }: Facts, lowered: string): boolean {
  return polarity.directions.some(({ word }) => word === lowered) || polarity.universal.includes(lowered) || polarity.partial.includes(lowered);
}

/** Another verb need not say the opposite; it only is not what the evidence says. */
function isVerbLike({ lowered }: Token, next: Token | undefined): boolean {
  return lowered.endsWith("ed") || (lowered.endsWith("s") && next !== undefined && !next.isContent);
}

function tokensOf(facts: Facts, stem: (lowered: string) => string): Token[] {
  return words(facts.text).map(({ text }) => {
    const lowered = text.toLowerCase();
    const term = stem(lowered);
    return { lowered, term, isContent: facts.terms.has(term) && !isStopWord(lowered) };
  });
}

/** At least two words next to the place are the same in both, one of them a word of content. */
function isFramedAlike(own: readonly Token[], index: number, { theirs, at }: { theirs: readonly Token[]; at: number }): boolean {
  let same = 0;
  let isContent = false;
  for (const step of [-1, 1]) {
    for (let distance = 1; distance <= reach; distance += 1) {
      const [left, right] = [own[index + step * distance], theirs[at + step * distance]];
      if (left === undefined || right === undefined || left.term !== right.term) break;
      same += 1;
      isContent ||= left.isContent;
    }
  }
  return same >= 2 && isContent;
}
