import type { Defect, DefectKind, Evidence, Verdict } from "../report.ts";
import { overlaps } from "../text/span.ts";
import type { Lexicon } from "../text/words.ts";
import { compareNames } from "./compare/compare-names.ts";
import { compareStatements } from "./compare/compare-statements.ts";
import { compareValues } from "./compare/compare-values.ts";
import { compareWords } from "./compare/compare-words.ts";
import { type Comparison, conflict, type Finding, missing } from "./compare/finding.ts";
import { findQuotation, readQuotations } from "./quotations.ts";
import type { FactReader, Facts } from "./read-facts.ts";
import type { EvidenceSentence, SourceIndex } from "./source-index.ts";
import type { Synonyms } from "./synonyms.ts";

interface Judgement {
  verdict: Verdict;
  defects: Defect[];
  evidence: Evidence[];
}

/** What judging needs, made once for a check. */
export interface Court {
  index: SourceIndex;
  lexicon: Lexicon;
  factsOf: FactReader;
  synonyms: Synonyms;
  /** The facts of an evidence sentence, read once. */
  factsAt: (sentence: EvidenceSentence) => Facts;
  titleFacts: readonly Facts[];
}

const candidates = 6;
/** A sentence that covers less is about something else and is not looked at. */
const leastCoverage = 0.2;
/** Share of a claim's weighted terms that evidence must cover: with a value or name that was found there, and without. */
const enoughWithFacts = 0.55;
const enoughWithout = 0.72;
/** From here on a sentence speaks of the same thing, so that what differs is a contradiction. */
const sameMatter = 0.55;
const leastOfConflict = 0.35;
/** A term of a neighbouring sentence, or of the title, counts this much. */
const nearby = 0.6;
const bySynonym = 0.85;
/** A sentence that bears the claim out stands against one that denies it when it speaks of it about as much. */
const closeCall = 0.1;
/** Unquoted words must be nearly the whole sentence: a part of it may say the opposite of the whole. */
const wholeShare = 0.85;
const mostEvidence = 3;
/** Of a sentence about something else, only what it lacks is told. */
const valueKinds: ReadonlySet<DefectKind> = new Set(["number", "unit", "magnitude", "date", "version", "entity", "quote"]);

interface Assessment {
  sentence: EvidenceSentence;
  /** With what its neighbours say, at a discount. */
  coverage: number;
  /** By its own words alone. */
  own: number;
  findings: Finding[];
  /** Where a quotation, or the whole claim word for word, stands in the source. */
  exact: { start: number; end: number } | undefined;
}

/**
 * Judges one factual sentence against the sources: the sentences that share most with it are compared value by value, name by name and
 * word by word. Supported only when every number, date, name and quotation is borne out and the words are covered; contradicted when
 * a sentence about the same matter says otherwise; else unsupported. Deterministic, no model.
 */
export function judgeClaim(court: Court, text: string): Judgement {
  const read = court.factsOf(text);
  const facts = read.terms.size > 0 ? read : { ...read, terms: new Set(court.lexicon.terms(text)) };
  const nearest = court.index.nearest(facts.terms, candidates);
  const assessments = nearest.flatMap((sentence) => assess(court, facts, sentence) ?? []);
  const [closest] = assessments.toSorted((a, b) => closeness(b) - closeness(a));
  if (closest === undefined) return { verdict: "unsupported", defects: hardFacts(facts), evidence: [] };
  const denial = assessments.filter((assessment) => isConflict(court, facts, assessment)).toSorted((a, b) => b.own - a.own)[0];
  const supporting = assessments
    .filter((assessment) => isSupported(assessment, facts) && assessment.own + closeCall >= (denial?.own ?? 0))
    .toSorted((a, b) => b.coverage - a.coverage);
  if (supporting.length > 0) return { verdict: "supported", defects: [], evidence: evidenceOfAll(court, supporting) };
  if (denial !== undefined) {
    return {
      verdict: "contradicted",
      defects: denial.findings.filter((finding) => finding.isConflict).map(toDefect),
      evidence: [evidenceOf(court, denial)],
    };
  }
  const gaps = closest.findings.filter((finding) => !finding.isConflict || valueKinds.has(finding.kind));
  const defects = gaps.map((finding) => toDefect(missing(finding.kind, finding.found)));
  return { verdict: "unsupported", defects, evidence: closest.coverage >= sameMatter ? [evidenceOf(court, closest)] : [] };
}

/** Something else is said of the same matter; the words that are in dispute do not count against its being the same. */
function isConflict(court: Court, facts: Facts, { findings, sentence, own }: Assessment): boolean {
  if (own < leastOfConflict || !findings.some((finding) => finding.isConflict)) return false;
  const disputed = new Set(findings.flatMap((finding) => (finding.kind === "quote" ? [] : court.lexicon.terms(finding.found))));
  const terms = new Set([...facts.terms].filter((term) => !disputed.has(term)));
  return coverageOf(court, terms, [sentence.terms, court.titleFacts[sentence.source]?.terms ?? new Set()]) >= sameMatter;
}

function assess(court: Court, claim: Facts, sentence: EvidenceSentence): Assessment | undefined {
  const exact = findWordForWord(court, claim.text, sentence);
  if (exact !== undefined) return { sentence, coverage: 1, own: 1, findings: [], exact };
  const beside = neighbours(court.index, sentence);
  const title = court.titleFacts[sentence.source] as Facts;
  const own = coverageOf(court, claim.terms, [sentence.terms]);
  if (own < leastCoverage || beside.some((other) => coverageOf(court, claim.terms, [other.terms]) > own)) return undefined;
  const coverage = coverageOf(court, claim.terms, [sentence.terms, ...beside.map((other) => other.terms), title.terms]);
  const evidence = court.factsAt(sentence);
  let read: readonly Facts[] | undefined;
  const around = (): readonly Facts[] => (read ??= beside.map(court.factsAt));
  const spokenOf = (): readonly Facts[] => antecedent(court, sentence);
  const comparison: Comparison = { claim, evidence, around, spokenOf, title, stem: court.lexicon.stem, synonyms: court.synonyms };
  const quoted = compareQuotations(court, claim, sentence);
  const findings = [
    ...quoted.findings,
    ...compareValues(comparison),
    ...compareNames(comparison, (lowered) => court.index.has(court.lexicon.stem(lowered))),
    ...compareStatements(comparison),
    ...compareWords(comparison),
  ];
  return { sentence, coverage, own, findings, exact: quoted.exact };
}

/** A claim that is itself a sentence of the source, word for word, with or without quotation marks. */
function findWordForWord(court: Court, claim: string, sentence: EvidenceSentence): { start: number; end: number } | undefined {
  const bare = claim.replace(/^[\s"“”'‘’]+|[\s"“”'‘’]+$/g, "");
  if (bare.length < 20 || !court.lexicon.terms(bare).every((term) => sentence.terms.has(term))) return undefined;
  const place = findNear(court, bare, sentence);
  if (place === undefined || !overlaps(place, sentence)) return undefined;
  const isWhole = place.end - place.start >= (sentence.end - sentence.start) * wholeShare;
  return isWhole || /^\s*["“‘]/.test(claim) ? place : undefined;
}

/** Looks a little around the sentence too, because quotations run over sentence ends. */
function findNear(court: Court, quotation: string, sentence: EvidenceSentence): { start: number; end: number } | undefined {
  const { text } = court.index.sources[sentence.source] as { text: string };
  const from = Math.max(0, sentence.start - quotation.length - 200);
  const place = findQuotation(text.slice(from, sentence.end + quotation.length + 200), quotation);
  return place === undefined ? undefined : { start: from + place.start, end: from + place.end };
}

function compareQuotations(court: Court, claim: Facts, sentence: EvidenceSentence): { findings: Finding[]; exact: Assessment["exact"] } {
  const findings: Finding[] = [];
  let exact: Assessment["exact"];
  for (const quotation of readQuotations(claim.text)) {
    const place = findNear(court, quotation, sentence);
    if (place !== undefined) exact = place;
    else {
      const terms = new Set(court.lexicon.terms(quotation));
      const shared = [...terms].filter((term) => sentence.terms.has(term)).length;
      findings.push(shared / Math.max(1, terms.size) >= 0.5 ? conflict("quote", quotation, sentence.plain) : missing("quote", quotation));
    }
  }
  return { findings, exact };
}

function neighbours(index: SourceIndex, sentence: EvidenceSentence): EvidenceSentence[] {
  return [index.sentences[sentence.id - 1], index.sentences[sentence.id + 1]].filter(
    (other): other is EvidenceSentence => other !== undefined && other.source === sentence.source && other.block === sentence.block,
  );
}

const pronoun = /\b(?:he|she|they|him|his|her|their|them)\b/i;
const farthestBack = 12;

/** Whom a pronoun of a sentence stands for: the last sentence before it that has a name, in the same source. */
function antecedent({ index, factsAt }: Court, sentence: EvidenceSentence): Facts[] {
  if (!pronoun.test(sentence.plain)) return [];
  for (let back = 1; back <= farthestBack; back += 1) {
    const other = index.sentences[sentence.id - back];
    if (other === undefined || other.source !== sentence.source) return [];
    const facts = factsAt(other);
    if (facts.names.length > 0) return [facts];
  }
  return [];
}

/** The weighted share of terms that a sentence has, itself or by a synonym, and at a discount those of its surroundings. */
function coverageOf({ index, synonyms }: Court, terms: ReadonlySet<string>, [own, ...beside]: readonly ReadonlySet<string>[]): number {
  let all = 0;
  let covered = 0;
  for (const term of terms) {
    const value = index.idf(term);
    all += value;
    if (own?.has(term) === true) covered += value;
    else if ([...synonyms(term)].some((other) => own?.has(other) === true)) covered += value * bySynonym;
    else if (beside.some((around) => around.has(term))) covered += value * nearby;
  }
  return all === 0 ? 0 : covered / all;
}

function isSupported({ findings, coverage, exact }: Assessment, claim: Facts): boolean {
  if (findings.length > 0) return false;
  const hasFacts = exact !== undefined || claim.quantities.length + claim.dates.length + claim.versions.length + claim.names.length > 0;
  return coverage >= (hasFacts ? enoughWithFacts : enoughWithout);
}

function closeness({ coverage, findings }: Assessment): number {
  const gaps = findings.filter((finding) => !finding.isConflict).length;
  return coverage - 0.08 * gaps - 0.02 * (findings.length - gaps);
}

/** With no evidence at all, the values and names that would need it. */
function hardFacts(facts: Facts): Defect[] {
  return [
    ...facts.quantities.map((quantity) => missing("number", quantity.raw)),
    ...facts.dates.map((date) => missing("date", date.raw)),
    ...facts.names.map((name) => missing("entity", name.text)),
    ...readQuotations(facts.text).map((quotation) => missing("quote", quotation)),
  ].map(toDefect);
}

function toDefect({ kind, found, expected }: Finding): Defect {
  return { kind, found, expected };
}

/** The best places, none twice; where the words themselves stand, nothing weaker. */
function evidenceOfAll(court: Court, assessments: readonly Assessment[]): Evidence[] {
  const found: Evidence[] = [];
  const exact = assessments.filter((assessment) => assessment.exact !== undefined);
  for (const evidence of (exact.length > 0 ? exact : assessments).map((assessment) => evidenceOf(court, assessment))) {
    if (!found.some((other) => other.source_id === evidence.source_id && overlaps(other, evidence))) found.push(evidence);
  }
  return found.slice(0, mostEvidence);
}

function evidenceOf({ index }: Court, { sentence, coverage, exact }: Assessment): Evidence {
  const source = index.sources[sentence.source] as { id: string; text: string };
  const { start, end } = exact ?? sentence;
  return { source_id: source.id, quote: source.text.slice(start, end), start, end, score: Math.round(coverage * 1000) / 1000 };
}
