import type { RepairModule } from "../report.ts";

/** Takes a sentence out that no source bears out, with its citation marks and the space behind it. */
export const deleteClaim: RepairModule = {
  name: "delete",
  propose({ text, blocks, claim }) {
    if (claim.verdict !== "contradicted" && claim.verdict !== "unsupported") return undefined;
    const block = blocks.find((candidate) => candidate.start <= claim.start && claim.end <= candidate.end);
    if (block === undefined) return undefined;
    let { start, end } = claim;
    const marks = /^(?:["'”’)*_]{0,3}(?:\[\^[^\]\s]{1,64}\])+|["'”’)*_]{1,3}(?=\s|$))/.exec(text.slice(end, block.end))?.[0] ?? "";
    end += marks.length;
    while (end < block.end && /\s/.test(text.charAt(end))) end += 1;
    if (end === block.end) while (start > block.start && /\s/.test(text.charAt(start - 1))) start -= 1;
    return [{ start, end, text: "" }];
  },
};
