import { findInstructions } from "../text/find-instructions.ts";
import { needsEscaping } from "./footnotes.ts";
import { plainText } from "../text/plain-text.ts";
import { readMarkdown } from "../text/read-markdown.ts";
import { sentences } from "../text/sentences.ts";
import { toOriginal, type Span } from "../text/span.ts";
import { words } from "../text/words.ts";
import type { DigestPassage } from "./digest.ts";

/** One to three consecutive whole sentences of a passage that can stand alone. Offsets are the source's. */
export interface Window extends Span {
  passage: DigestPassage;
  text: string;
  /** The sentences of the window. */
  sentences: readonly string[];
  wordCount: number;
}

const longestWindow = 3;

/**
 * The windows of a passage that may be quoted: whole sentences of prose, opening without a dangling reference, free of talk about
 * the document itself, of code and of signs that Markdown would change. A passage that gives orders to a machine has none.
 */
export function readWindows(passage: DigestPassage): Window[] {
  if (findInstructions(passage.text).length > 0) return [];
  return readMarkdown(passage.text)
    .filter((block) => block.kind === "paragraph" || block.kind === "quote" || block.kind === "list_item")
    .flatMap((block) => {
      const plain = plainText(passage.text, block);
      const spans = sentences(plain.text).map((sentence) => toOriginal(plain, sentence));
      return spans.flatMap((_, first) => windowsFrom(passage, spans.slice(first, first + longestWindow)));
    });
}

/** The windows that open with the first of these sentences. */
function windowsFrom(passage: DigestPassage, spans: readonly Span[]): Window[] {
  const found: Window[] = [];
  const texts: string[] = [];
  const [opening] = spans;
  if (opening === undefined || !canOpen(passage.text.slice(opening.start, opening.end))) return found;
  for (const span of spans) {
    const sentence = passage.text.slice(span.start, span.end);
    if (!isQuotable(sentence)) break;
    texts.push(sentence);
    const text = passage.text.slice(opening.start, span.end);
    if (needsEscaping(text)) break;
    if (!isBalanced(text)) continue;
    const place = { start: passage.start + opening.start, end: passage.start + span.end };
    found.push({ ...place, passage, text, sentences: [...texts], wordCount: words(text).length });
  }
  return found;
}

const dangling =
  /^["'“‘(]?(?:this|that|these|those|it|its|he|she|they|them|their|his|her|we|our|us|i|my|you|your|and|but|or|nor|so|such|also|then|thus|therefore|hence|instead|moreover|furthermore|additionally|besides|meanwhile|nevertheless|nonetheless|still|yet|otherwise|consequently|accordingly|similarly|likewise|conversely|finally|lastly|secondly|thirdly|second|third|again|here|there|another|other|others|both|neither|either|however|though|although this|even so|even then|not so|only then|afterwards?|later|earlier|too|as such|as (?:a result|noted|mentioned|before|above|described|shown|discussed|usual)|for (?:example|instance|this|that|these|those|all (?:this|that))|in (?:addition|contrast|turn|other words|this|that|these|those|such|short|fact|particular|both|either|comparison|general)|on (?:the other hand|the contrary|this|that)|at (?:this|that|the same time|those|these)|with (?:this|that|these|those)|by (?:this|that|contrast|comparison|then)|to (?:this end|do (?:this|so|that)|that end)|because of (?:this|that|these)|due to this|of (?:these|those|course)|from (?:this|that|there|then)|after (?:this|that|these)|before (?:this|that)|until then|since then|doing (?:so|this)|that is|(?:all|the) (?:two|three|four|five|six|seven|eight|nine|ten|\d{1,3})|the (?:latter|former|same|other|others|above|following|second|third|next|reason|result|answer)|each of (?:these|them|those)|(?:one|some|most|many|all|none|several|both|any) of (?:these|those|them|it)|if so|if not|or else|yes|no|well|ok|okay|now|note|see|unfortunately|fortunately|surprisingly|interestingly)(?![\p{L}\p{N}’'-])/iu;

/** Points back from inside a sentence. */
const pointsBack = /\b(?:this|these|those|the (?:other|latter|former|same|above))\b/i;
const strayPronoun = /\b(?:he|she|they|him|them|his|their|hers|theirs)\b/i;

/** Whether a reader who has read nothing before it understands what a sentence speaks of. */
function canOpen(sentence: string): boolean {
  if (!/^["'“‘(]?[\p{Lu}\p{N}]/u.test(sentence) || dangling.test(sentence)) return false;
  if (pointsBack.test(sentence.split(" ").slice(0, 10).join(" "))) return false;
  const opening = words(sentence).slice(0, 7);
  const pronoun = opening.findIndex((word) => strayPronoun.test(word.text));
  return pronoun === -1 || opening.slice(pronoun === 0 ? 0 : 1, pronoun).some((word) => /^\p{Lu}|s$/u.test(word.text));
}

const aboutTheDocument =
  /\b(?:(?:this|the (?:next|previous|following|preceding|present|current)|our|see(?: also)?|in) (?:chapters?|sections?|articles?|posts?|documents?|pages?|guides?|books?|tutorials?|papers?|manuals?|appendi(?:x|ces)|examples?|figures?|tables?|lists?|commands?|paragraphs?)\b|(?:figure|table|listing|chapter|section|appendix) \d|as (?:described|shown|mentioned|discussed|noted|explained|seen|stated) (?:above|below|earlier|before|in|previously)|(?:see|listed|shown|described|mentioned|given) (?:above|below)|click (?:here|on|the)|sign up|subscribe|newsletter|cookies? (?:policy|settings|on this)|all rights reserved|copyright|read more|privacy policy|terms of (?:use|service)|table of contents|last (?:updated|modified|edited)|photo(?:graph)? by|image credit|share this|follow us|contact us|you agree)/i;
const codeLike = /[{};=^]\S*[{};=^]|\w\(\)|(?:^|\s)--\w|\w\.\w+\(|(?:^|\s)[./~]\S*\/\S|\S{45,}|^\s*[$#>]\s/;
const ending = /[.!]["'”’)]{0,3}$/;

function isQuotable(sentence: string): boolean {
  const count = words(sentence).length;
  if (count < 6 || count > 60 || !ending.test(sentence) || /(?:\.\.\.|…)["'”’)]{0,3}$/.test(sentence)) return false;
  if (/^\s*[\p{Ll}]/u.test(sentence)) return false;
  return !aboutTheDocument.test(sentence) && !codeLike.test(sentence);
}

/** Opened quotation marks and brackets are closed again. */
function isBalanced(text: string): boolean {
  const count = (mark: string): number => text.split(mark).length - 1;
  return count("(") === count(")") && count("“") === count("”") && count('"') % 2 === 0;
}
