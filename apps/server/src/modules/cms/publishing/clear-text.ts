import type { Override } from "@cofounder/contracts";
import { AppError, type Ctx } from "@cofounder/kernel";
import type { CmsDeps, TextToCheck } from "../deps.ts";
import { authorOf } from "../posts/author.ts";
import { assertNothingLeft, blockingProblems, claimsOf, cover, type Signature, type TextEvidence } from "./clearance.ts";

export interface ClearText {
  text: Omit<TextToCheck, "sourceIds">;
  /** What is known of this very text so far. */
  known: TextEvidence;
  /** Signatures of the public text that it takes the place of. */
  earlier?: readonly Signature[];
  overrides: readonly Override[] | undefined;
}

/**
 * What a person's word makes public is checked first: every blocking problem needs that person's reason, or one given
 * before: for this very text, or for the same words of the public text before it. Returns what the text then rests on.
 */
export async function clearText(
  deps: Pick<CmsDeps, "checkPost" | "namesOf" | "clock">,
  ctx: Ctx,
  { text, known, earlier, overrides }: ClearText,
): Promise<TextEvidence> {
  if (ctx.actor.kind !== "user")
    throw new AppError("forbidden", "Only a person makes a text public directly; a workflow needs a granted approval for it.");
  const report = await deps.checkPost(ctx, { ...text, sourceIds: known.sources.map((source) => source.source_id) });
  const { name } = await authorOf(deps, ctx);
  const signer = { name: name ?? "An editor", at: deps.clock.now() };
  const { signatures, left } = cover(blockingProblems(report), {
    content: text.content,
    overrides: overrides ?? [],
    held: known.signatures,
    earlier: earlier ?? [],
    signer,
  });
  assertNothingLeft(left);
  if (known.claims !== null) return { ...known, signatures };
  return { ...known, claims: claimsOf(report, known.sources), coverage: report.coverage, signatures };
}
