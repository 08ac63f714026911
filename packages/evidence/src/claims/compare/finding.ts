import type { DefectKind } from "../../report.ts";
import type { Facts } from "../read-facts.ts";
import type { Synonyms } from "../synonyms.ts";

/** One thing in which a claim and the evidence part: `isConflict` when the evidence says otherwise, else it says nothing of it. */
export interface Finding {
  kind: DefectKind;
  found: string;
  expected: string | null;
  isConflict: boolean;
}

/** A claim beside the sentence that it is held against. */
export interface Comparison {
  claim: Facts;
  evidence: Facts;
  /** The sentences before and after the evidence, of the same block; read when they are needed. */
  around: () => readonly Facts[];
  /** The sentence that names whom the evidence calls "he" or "she". */
  spokenOf: () => readonly Facts[];
  /** The title of the source. */
  title: Facts;
  stem: (lowered: string) => string;
  synonyms: Synonyms;
}

export function conflict(kind: DefectKind, found: string, expected: string): Finding {
  return { kind, found, expected, isConflict: true };
}

export function missing(kind: DefectKind, found: string): Finding {
  return { kind, found, expected: null, isConflict: false };
}
