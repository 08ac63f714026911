import type { Block } from "./text/read-markdown.ts";
import type { ProseSentence } from "./text/read-prose.ts";
import type { Span } from "./text/span.ts";

/** A text that claims are judged against. */
export interface EvidenceSource {
  id: string;
  title?: string | undefined;
  url?: string | undefined;
  text: string;
}

export type Verdict = "supported" | "contradicted" | "unsupported" | "unchecked";

export type DefectKind =
  | "number"
  | "unit"
  | "magnitude"
  | "date"
  | "negation"
  | "entity"
  | "role"
  | "quote"
  | "comparison"
  | "causality"
  | "moved_value"
  | "version"
  | "scope"
  | "invented_source";

/** What stands in the claim, and what the evidence has in its place; null when it has nothing there. */
export interface Defect {
  kind: DefectKind;
  found: string;
  expected: string | null;
}

/** A stretch of a source: `quote` is `source.text.slice(start, end)`; `score` from 0 to 1 says how much of the claim it covers. */
export interface Evidence extends Span {
  source_id: string;
  quote: string;
  score: number;
}

/** A factual sentence of the checked text: `text` is `checked.slice(start, end)`. */
export interface Claim extends Span {
  text: string;
  verdict: Verdict;
  defects: Defect[];
  evidence: Evidence[];
}

export type Severity = "blocking" | "warning" | "info";

/** Something a person or a repair should look at; offsets of the checked text. */
export interface Problem extends Span {
  rule: string;
  severity: Severity;
  message: string;
  suggestion?: string;
}

/** What a rail found. `not_run` always says why and is never a pass. */
export interface RailResult {
  rail: string;
  status: "pass" | "fail" | "warn" | "not_run";
  reason?: string;
}

/** What a text may have to say of itself. */
export type Disclosure = "ai" | "affiliate";

/** A text that the same publisher brought out before. */
export interface OwnText {
  title?: string | undefined;
  text: string;
}

export interface CheckInput {
  text: string;
  title?: string | undefined;
  sources: readonly EvidenceSource[];
  kind?: "digest" | "article" | undefined;
  /** Without them nobody can say whether the text repeats one of them. */
  ownTexts?: readonly OwnText[] | undefined;
  /** What an article must disclose in any case. */
  disclosures?: readonly Disclosure[] | undefined;
}

/** Three separate results, never one mean: problems, coverage (supported claims ÷ claims; null when not measured), quality 0–100. */
export interface CheckReport {
  claims: Claim[];
  problems: Problem[];
  rails: RailResult[];
  coverage: number | null;
  quality: { score: number; rubric: string };
}

/** What each rail gets: the text read once for all of them. */
export interface RailInput {
  text: string;
  title: string | undefined;
  kind: "digest" | "article";
  blocks: readonly Block[];
  /** Sentences of the prose; offsets of the checked text. */
  sentences: readonly ProseSentence[];
  claims: readonly Claim[];
  sources: readonly EvidenceSource[];
  /** Undefined when nobody said what was published before. */
  ownTexts: readonly OwnText[] | undefined;
  disclosures: readonly Disclosure[];
  isEnglish: boolean;
}

/** What a rail hands back: it fails by a blocking problem, warns by a warning, and passes else. */
export function outcomeOf(rail: string, problems: Problem[]): { result: RailResult; problems: Problem[] } {
  const worst = problems.some((problem) => problem.severity === "blocking")
    ? "fail"
    : problems.some((problem) => problem.severity === "warning")
      ? "warn"
      : "pass";
  return { result: { rail, status: worst }, problems };
}

/** What a rail hands back that could not look. */
export function notRun(rail: string, reason: string): { result: RailResult; problems: Problem[] } {
  return { result: { rail, status: "not_run", reason }, problems: [] };
}

/** One rule over a whole text. Pure; every file of `rails/` exports one. */
export interface RailModule {
  name: string;
  run(input: RailInput): { result: RailResult; problems: Problem[] };
}

/** Replaces `text.slice(start, end)` by `text`. */
export interface Edit extends Span {
  text: string;
}

/** What a repair gets: one claim of a text, as the check judged it. */
export interface RepairInput {
  text: string;
  blocks: readonly Block[];
  claim: Claim;
  sources: readonly EvidenceSource[];
  /** The number of a footnote that it may add. */
  note: number;
}

/** One way to mend a sentence by edits of spans. Pure; every file of `repairs/` exports one. */
export interface RepairModule {
  name: string;
  /** The edits, or undefined when this repair does not fit the claim. */
  propose(input: RepairInput): Edit[] | undefined;
}
