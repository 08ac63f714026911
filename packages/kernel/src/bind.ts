import type { Ctx } from "./ctx.ts";

// The one place where `any` is needed: a verb's deps and input are known only where it is bound.
// oxlint-disable typescript/no-explicit-any -- variance of a record of functions cannot be said without it
type Verb = (deps: any, ctx: Ctx, input: any) => unknown;

export type Bound<Verbs extends Record<string, Verb>> = {
  [Name in keyof Verbs]: (ctx: Ctx, input: Parameters<Verbs[Name]>[2]) => ReturnType<Verbs[Name]>;
};

type DepsOf<Verbs extends Record<string, Verb>> = {
  [Name in keyof Verbs]: (deps: Parameters<Verbs[Name]>[0]) => void;
}[keyof Verbs] extends (deps: infer Deps) => void
  ? Deps
  : never;

/** Makes a module's front door: every verb `(deps, ctx, input)` becomes `(ctx, input)`. */
export function bind<Verbs extends Record<string, Verb>>(deps: DepsOf<Verbs>, verbs: Verbs): Bound<Verbs> {
  const bound: Record<string, unknown> = {};
  for (const [name, verb] of Object.entries(verbs)) bound[name] = (ctx: Ctx, input: unknown) => verb(deps, ctx, input);
  return bound as Bound<Verbs>;
}
