import { extractClaims } from "./claims/extract-claims.ts";
import { type Court, judgeClaim } from "./claims/judge-claim.ts";
import { createFactReader } from "./claims/read-facts.ts";
import { type EvidenceSentence, indexSources, type SourceIndex } from "./claims/source-index.ts";
import { createSynonyms } from "./claims/synonyms.ts";
import { citationMatch } from "./rails/citation-match.ts";
import { citations } from "./rails/citations.ts";
import { coverage } from "./rails/coverage.ts";
import { duplicates } from "./rails/duplicates.ts";
import { leakedInstructions } from "./rails/leaked-instructions.ts";
import { placeholders } from "./rails/placeholders.ts";
import { disclosure } from "./rails/safety/disclosure.ts";
import { linkSafety } from "./rails/safety/link-safety.ts";
import { ownOriginality } from "./rails/safety/own-originality.ts";
import { privacy } from "./rails/safety/privacy.ts";
import { sourceOriginality } from "./rails/safety/source-originality.ts";
import { selfContradiction } from "./rails/self-contradiction.ts";
import { bannedPhrases } from "./rails/style/banned-phrases.ts";
import { readability } from "./rails/style/readability.ts";
import { structure } from "./rails/style/structure.ts";
import { substance } from "./rails/substance.ts";
import { titleBody } from "./rails/title-body.ts";
import { truncation } from "./rails/truncation.ts";
import { rateQuality } from "./rate-quality.ts";
import type { CheckInput, CheckReport, Claim, EvidenceSource, RailInput, RailModule } from "./report.ts";
import { isEnglish } from "./text/is-english.ts";
import { readMarkdown } from "./text/read-markdown.ts";
import { type ProseSentence, proseSentences } from "./text/read-prose.ts";
import { createLexicon, type Lexicon, words } from "./text/words.ts";

/** Every rail, in the order of the report. */
export const rails: readonly RailModule[] = [
  substance,
  coverage,
  selfContradiction,
  citations,
  citationMatch,
  leakedInstructions,
  placeholders,
  truncation,
  duplicates,
  titleBody,
  linkSafety,
  privacy,
  disclosure,
  sourceOriginality,
  ownOriginality,
  structure,
  bannedPhrases,
  readability,
];

/**
 * Checks a Markdown text against sources: finds its claims, judges each, runs every rail. Deterministic and synchronous; offsets are
 * UTF-16 positions of the given text, quotes are exact substrings of the sources. Without sources claims stay `unchecked` and coverage
 * is null; so it is for a text in another language than English. Time is linear in the texts, apart from claims × the sentences
 * that share their words.
 */
export function checkText(input: CheckInput): CheckReport {
  const railInput = readForRails(input);
  const { claims } = railInput;
  const outcomes = rails.map((rail) => rail.run(railInput));
  const problems = outcomes.flatMap((outcome) => outcome.problems);
  const isMeasured = claims.some((claim) => claim.verdict !== "unchecked");
  return {
    claims: [...claims],
    problems,
    rails: outcomes.map((outcome) => outcome.result),
    coverage: isMeasured ? claims.filter((claim) => claim.verdict === "supported").length / claims.length : null,
    quality: rateQuality(railInput, problems),
  };
}

/** Reads a text once for all rails and judges its claims. */
export function readForRails(input: CheckInput): RailInput {
  const blocks = readMarkdown(input.text);
  const sentences = proseSentences(input.text, blocks);
  const reads = isEnglish(sentences.map((sentence) => sentence.plain).join(" "));
  const readable = reads ? input.sources.filter((source) => isEnglish(source.text)) : [];
  return {
    text: input.text,
    title: input.title,
    kind: input.kind ?? "article",
    blocks,
    sentences,
    claims: reads ? checkClaims(sentences, readable) : uncheckedClaims(sentences),
    sources: input.sources,
    ownTexts: input.ownTexts,
    disclosures: input.disclosures ?? [],
    isEnglish: reads,
  };
}

function checkClaims(sentences: readonly ProseSentence[], sources: readonly EvidenceSource[]): Claim[] {
  const lexicon = createLexicon();
  const index = indexSources(sources, lexicon);
  const court = createCourt(index, lexicon);
  return extractClaims(sentences, index.isKnownName).map(({ text, start, end, plain }) =>
    sources.length === 0 ? { text, start, end, verdict: "unchecked", defects: [], evidence: [] } : { text, start, end, ...judgeClaim(court, plain) },
  );
}

function createCourt(index: SourceIndex, lexicon: Lexicon): Court {
  const factsOf = createFactReader(lexicon, index.isKnownName);
  const known = new Map<number, ReturnType<typeof factsOf>>();
  const factsAt = (sentence: EvidenceSentence): ReturnType<typeof factsOf> => {
    const facts = known.get(sentence.id) ?? factsOf(sentence.plain);
    known.set(sentence.id, facts);
    return facts;
  };
  return {
    index,
    lexicon,
    synonyms: createSynonyms(lexicon),
    factsOf,
    factsAt,
    titleFacts: index.sources.map((source) => factsOf(source.title ?? "")),
  };
}

/** In a language that the rules do not read, every statement is a claim that nobody checked. */
function uncheckedClaims(sentences: readonly ProseSentence[]): Claim[] {
  return sentences
    .filter(({ plain }) => words(plain).length >= 4 && !/[?:]\W{0,3}$/.test(plain))
    .map(({ text, start, end }) => ({ text, start, end, verdict: "unchecked", defects: [], evidence: [] }));
}
