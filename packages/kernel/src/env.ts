import type { z } from "zod";

export interface EnvProblem {
  name: string;
  message: string;
}

/** Reads every variable of `shape`; reports all problems together. Empty text counts as unset. */
export function parseEnv<Shape extends Record<string, z.ZodType>>(
  record: Record<string, string | undefined>,
  shape: Shape,
): { values: { [Name in keyof Shape]: z.output<Shape[Name]> }; problems: EnvProblem[] } {
  const values: Record<string, unknown> = {};
  const problems: EnvProblem[] = [];
  for (const [name, schema] of Object.entries(shape)) {
    const text = record[name];
    const parsed = schema.safeParse(text === undefined || text === "" ? undefined : text);
    if (parsed.success) values[name] = parsed.data;
    else problems.push({ name, message: parsed.error.issues[0]?.message ?? "is not valid" });
  }
  return { values: values as { [Name in keyof Shape]: z.output<Shape[Name]> }, problems };
}
