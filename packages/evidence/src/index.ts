export { checkText } from "./check-text.ts";
export { type AppliedRepair, applyEdits, repairText } from "./repair-text.ts";
export type {
  CheckInput,
  CheckReport,
  Claim,
  Defect,
  DefectKind,
  Disclosure,
  Edit,
  Evidence,
  EvidenceSource,
  OwnText,
  Problem,
  RailInput,
  RailModule,
  RailResult,
  RepairInput,
  RepairModule,
  Severity,
  Verdict,
} from "./report.ts";
export { composeDigest } from "./digest/compose-digest.ts";
export type { Digest, DigestExcerpt, DigestInput, DigestPassage, DigestSection } from "./digest/digest.ts";
export { type Brief, planQuestions, type SectionQuestion } from "./digest/plan-questions.ts";
export { findMirrors, type Mirror, type MirrorText } from "./mirrors/find-mirrors.ts";
export { findInstructions } from "./text/find-instructions.ts";
export { type Footnote, readFootnotes } from "./digest/footnotes.ts";
export { isEnglish } from "./text/is-english.ts";
export { type Block, type BlockKind, readMarkdown } from "./text/read-markdown.ts";
export { type Prose, readProse } from "./text/read-prose.ts";
export { sentences } from "./text/sentences.ts";
export type { Sentence, Span } from "./text/span.ts";
