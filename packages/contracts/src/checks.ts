import { z } from "zod";

const offset = z.number().int().min(0).meta({ description: "UTF-16 position in the given text" });

export const verdict = z.enum(["supported", "contradicted", "unsupported", "unchecked"]);
export type Verdict = z.infer<typeof verdict>;

export const defectKind = z.enum([
  "number",
  "unit",
  "magnitude",
  "date",
  "negation",
  "entity",
  "role",
  "quote",
  "comparison",
  "causality",
  "moved_value",
  "version",
  "scope",
  "invented_source",
]);

export const claim = z.object({
  text: z.string(),
  start: offset,
  end: offset,
  verdict,
  defects: z.array(z.object({ kind: defectKind, found: z.string(), expected: z.string().nullable() })),
  evidence: z.array(z.object({ source_id: z.string(), quote: z.string(), start: offset, end: offset, score: z.number() })),
});

export const severity = z.enum(["blocking", "warning", "info"]);

export const problem = z.object({
  rule: z.string(),
  severity,
  start: offset,
  end: offset,
  message: z.string(),
  suggestion: z.string().optional(),
});
export type Problem = z.infer<typeof problem>;

export const railResult = z.object({ rail: z.string(), status: z.enum(["pass", "fail", "warn", "not_run"]), reason: z.string().optional() });

/** What a check found: what each claim rests on, what is wrong, which rails ran. Three results, never one mean. */
export const checkReport = z.object({
  claims: z.array(claim),
  problems: z.array(problem),
  rails: z.array(railResult),
  coverage: z.number().min(0).max(1).nullable(),
  quality: z.object({ score: z.number().min(0).max(100), rubric: z.string() }),
});
export type CheckReport = z.infer<typeof checkReport>;
