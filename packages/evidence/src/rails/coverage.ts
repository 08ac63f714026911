import type { Claim, Defect, Problem, RailModule } from "../report.ts";

const hardKinds = new Set(["number", "unit", "magnitude", "date", "version", "entity", "quote", "invented_source"]);

/** Every claim rests on evidence. A contradicted claim blocks, and so does one whose number, date, name or quotation no source has. */
export const coverage: RailModule = {
  name: "coverage",
  run({ claims, sources, isEnglish }) {
    const isUnread = !isEnglish || (claims.length > 0 && sources.length > 0 && claims.every((claim) => claim.verdict === "unchecked"));
    const reason = isUnread ? "language" : sources.length === 0 ? "no sources" : claims.length === 0 ? "no claims" : undefined;
    if (reason !== undefined) return { result: { rail: "coverage", status: "not_run", reason }, problems: [] };
    const problems = claims.flatMap(problemOf);
    const status = problems.some((problem) => problem.severity === "blocking") ? "fail" : problems.length > 0 ? "warn" : "pass";
    const supported = claims.filter((claim) => claim.verdict === "supported").length;
    return { result: { rail: "coverage", status, reason: `${supported} of ${claims.length} claims supported` }, problems };
  },
};

function problemOf(claim: Claim): Problem[] {
  const span = { start: claim.start, end: claim.end };
  const [defect] = claim.defects;
  switch (claim.verdict) {
    case "contradicted": {
      const said = defect === undefined ? "" : ` It says "${defect.found}"; the source says "${defect.expected ?? "nothing of it"}".`;
      const isReplaceable = defect !== undefined && defect.expected !== null && defect.kind !== "negation";
      return [
        {
          rule: "contradicted-claim",
          severity: "blocking",
          ...span,
          message: `A source contradicts this sentence.${said}`,
          ...(isReplaceable ? { suggestion: `Replace "${defect.found}" by "${defect.expected}", or delete the sentence.` } : {}),
        },
      ];
    }
    case "unsupported": {
      const hard = claim.defects.find((candidate) => hardKinds.has(candidate.kind) && !isCountedByReader(claim, candidate));
      const message = hard === undefined ? "No source bears this sentence out." : `No source bears out "${hard.found}".`;
      const suggestion = "Link a source that says so, word it as an opinion, or delete it.";
      return [{ rule: "unsupported-claim", severity: hard === undefined ? "warning" : "blocking", ...span, message, suggestion }];
    }
    case "supported":
    case "unchecked":
      return [];
    default:
      return claim.verdict satisfies never;
  }
}

/** "Two publishers, A and B" and "five years later" are the writer's own counting of what the source tells. */
function isCountedByReader({ text }: Claim, { kind, found }: Defect): boolean {
  if (kind !== "number" || /\d/.test(found)) return false;
  return /^two$/i.test(found) || /^ (?:later|on|before|earlier)\b/.test(text.slice(text.indexOf(found) + found.length));
}
