import type { RepairModule } from "../report.ts";

const correctable = new Set(["number", "magnitude", "unit", "date", "version", "moved_value"]);

/** Puts the source's value in the place of a wrong one. */
export const correctClaim: RepairModule = {
  name: "correct",
  propose({ claim }) {
    if (claim.verdict !== "contradicted" || claim.defects.length === 0) return undefined;
    const edits = claim.defects.map(({ kind, found, expected }) => {
      const at = claim.text.indexOf(found);
      const isOnce = at !== -1 && claim.text.indexOf(found, at + 1) === -1;
      if (!correctable.has(kind) || expected === null || !isOnce) return undefined;
      return { start: claim.start + at, end: claim.start + at + found.length, text: expected };
    });
    return edits.every((edit) => edit !== undefined) ? edits : undefined;
  },
};
