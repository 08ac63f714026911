import type { CheckReport, Override, PostEvidence, Problem } from "@cofounder/contracts";
import { AppError } from "@cofounder/kernel";

export type Claims = PostEvidence["claims"];
export type Sources = PostEvidence["sources"];

/** A person's word for a blocking problem, with the text that it was given for. */
export type Signature = PostEvidence["signatures"][number] & { text: string };

/** What one text of a post rests on. `claims` is null while nobody has checked that text. */
export interface TextEvidence {
  claims: Claims | null;
  coverage: number | null;
  sources: Sources;
  signatures: Signature[];
}

export const noEvidence: TextEvidence = { claims: null, coverage: null, sources: [], signatures: [] };

export function blockingProblems(report: CheckReport): Problem[] {
  return report.problems.filter((problem) => problem.severity === "blocking");
}

interface Cover {
  content: string;
  overrides: readonly Override[];
  /** Signatures given for this very text. */
  held: readonly Signature[];
  /** Signatures given for the text before it. */
  earlier: readonly Signature[];
  signer: { name: string; at: Date };
}

const isAbout = (problem: Problem) => (signed: Override) =>
  signed.rule === problem.rule && signed.start === problem.start && signed.end === problem.end;

/** A signature holds as long as the words stand for which it was given; one for no words in particular ends with its text. */
function stillGiven(problem: Problem, { content, earlier }: Cover): Signature | undefined {
  const text = content.slice(problem.start, problem.end);
  const kept = earlier.find((signature) => signature.rule === problem.rule && signature.text === text && text !== "");
  return kept === undefined ? undefined : { ...kept, start: problem.start, end: problem.end };
}

function signNow(problem: Problem, { content, overrides, signer }: Cover): Signature | undefined {
  const override = overrides.find(isAbout(problem));
  if (override === undefined) return undefined;
  const { rule, start, end, reason } = override;
  return { rule, start, end, reason, signed_by: signer.name, at: signer.at.toISOString(), text: content.slice(start, end) };
}

/** A signature for each blocking problem, and the problems that have none. */
export function cover(problems: readonly Problem[], by: Cover): { signatures: Signature[]; left: Problem[] } {
  const covered = problems.map((problem) => ({
    problem,
    signature: signNow(problem, by) ?? by.held.find(isAbout(problem)) ?? stillGiven(problem, by),
  }));
  return {
    signatures: covered.flatMap(({ signature }) => (signature === undefined ? [] : [signature])),
    left: covered.flatMap(({ problem, signature }) => (signature === undefined ? [problem] : [])),
  };
}

/** Throws `conflict` with the `problems` that block and are signed by nobody. */
export function assertNothingLeft(left: readonly Problem[]): void {
  const [first] = left;
  if (first === undefined) return;
  const count = left.length === 1 ? "One problem keeps" : `${left.length} problems keep`;
  throw new AppError("conflict", `${count} this text from being public, the first: ${first.message} Change the text, or give a reason for each.`, {
    reason: "blocking_problems",
    extra: { problems: [...left] },
  });
}

/** The claims of a check with the stored sources they rest on; evidence from elsewhere is left out. */
export function claimsOf(report: CheckReport, sources: Sources): Claims {
  const byId = new Map(sources.map((source) => [source.source_id, source]));
  return report.claims.map(({ text, start, end, verdict, evidence }) => ({
    claim: { text, start, end, verdict },
    citations: evidence.flatMap((found) => {
      const source = byId.get(found.source_id);
      if (source === undefined) return [];
      const { source_id, title, url, sha256 } = source;
      return [{ source_id, title, url, sha256, quote: found.quote, start: found.start, end: found.end }];
    }),
  }));
}
