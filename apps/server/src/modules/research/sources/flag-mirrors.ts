import { announce } from "@cofounder/database";
import type { Ctx } from "@cofounder/kernel";
import type { ResearchDeps } from "../deps.ts";
import { flagsOfMirrors, newFlags } from "./mirrors.ts";
import { lockFlags, selectTexts, updateFlags } from "./sources.queries.ts";

type FlagDeps = Pick<ResearchDeps, "sql" | "transaction" | "findMirrors">;

/**
 * Compares sources that have been read, the earliest first, and flags near-copies and the numbers on which they disagree; of `about`
 * alone where it is given. Safe to repeat: a flag is set once.
 */
export async function flagMirrors(deps: FlagDeps, ctx: Ctx, { sourceIds, about }: { sourceIds: readonly string[]; about?: string }): Promise<void> {
  if (sourceIds.length < 2) return;
  const read = new Map((await selectTexts(deps.sql, sourceIds)).map(({ id, text }) => [id, { id, text }]));
  const texts = [...new Set(sourceIds)].flatMap((id) => read.get(id) ?? []);
  if (texts.length < 2) return;
  const mirrors = (await deps.findMirrors(texts)).filter(({ copyId }) => about === undefined || copyId === about);
  const wanted = flagsOfMirrors(mirrors);
  if (wanted.size === 0) return;
  await deps.transaction(async (tx) => {
    for (const { id, flags } of await lockFlags(tx, [...wanted.keys()])) {
      const added = newFlags(flags, wanted.get(id) ?? []);
      if (added.length === 0) continue;
      await updateFlags(tx, id, [...flags, ...added]);
      const conflicts = added.filter(({ kind }) => kind === "number_conflict").length;
      const mirrorOf = added.find(({ kind }) => kind === "mirror")?.other_source_id ?? null;
      await announce(tx, ctx, { type: "source.flagged", subjectId: id, data: { mirror_of: mirrorOf, number_conflicts: conflicts } });
    }
  });
}
