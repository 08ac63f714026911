import type { Override } from "@cofounder/contracts";
import { AppError, type Ctx } from "@cofounder/kernel";
import type { CmsDeps, TextToCheck } from "../deps.ts";
import { authorOf } from "../posts/author.ts";
import { assertNothingLeft, blockingProblems, claimsOf, cover, type TextEvidence } from "./clearance.ts";

export interface ClearText {
  text: Omit<TextToCheck, "sourceIds">;
  /** What is known of this text so far. */
  known: TextEvidence;
  overrides: readonly Override[] | undefined;
}

/**
 * What a person's word makes public is checked first: every blocking problem needs that person's reason, or one given
 * before for the same words. Returns what the text then rests on.
 */
export async function clearText(
  deps: Pick<CmsDeps, "checkPost" | "namesOf" | "clock">,
  ctx: Ctx,
  { text, known, overrides }: ClearText,
): Promise<TextEvidence> {
  if (ctx.actor.kind !== "user")
    throw new AppError("forbidden", "Only a person makes a text public directly; a workflow needs a granted approval for it.");
  const report = await deps.checkPost(ctx, { ...text, sourceIds: known.sources.map((source) => source.source_id) });
  const { name } = await authorOf(deps, ctx);
  const signer = { name: name ?? "An editor", at: deps.clock.now() };
  const { signatures, left } = cover(blockingProblems(report), {
    content: text.content,
    overrides: overrides ?? [],
    given: known.signatures,
    signer,
  });
  assertNothingLeft(left);
  if (known.claims !== null) return { ...known, signatures };
  return { ...known, claims: claimsOf(report, known.sources), coverage: report.coverage, signatures };
}
