import { AppError } from "@cofounder/kernel";
import { correctClaim } from "./repairs/correct-claim.ts";
import { deleteClaim } from "./repairs/delete-claim.ts";
import { hedgeClaim } from "./repairs/hedge-claim.ts";
import { linkClaim } from "./repairs/link-claim.ts";
import type { Claim, Edit, EvidenceSource, RepairModule } from "./report.ts";
import { type Block, readMarkdown } from "./text/read-markdown.ts";
import type { Span } from "./text/span.ts";

/** In the order in which they are tried on a claim. */
const repairs: readonly RepairModule[] = [correctClaim, hedgeClaim, linkClaim, deleteClaim];

/** A repair that was made; the span is that of the claim in the text before. */
export interface AppliedRepair extends Span {
  repair: string;
}

/**
 * Makes the edits in a text. They may come in any order but must not overlap; edits at one place are made in the given order.
 * @throws AppError `bug` when edits overlap or lie outside the text.
 */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  const pieces: string[] = [];
  let at = 0;
  for (const edit of edits.toSorted((a, b) => a.start - b.start || a.end - b.end)) {
    if (edit.start < at || edit.end < edit.start || edit.end > text.length) throw new AppError("bug", "Edits of a text overlap or lie outside it.");
    pieces.push(text.slice(at, edit.start), edit.text);
    at = edit.end;
  }
  return pieces.join("") + text.slice(at);
}

/**
 * Mends what the check found, claim by claim: a wrong value is corrected to the source's, one that reaches further than its evidence is weakened, a supported sentence without citation gets
 * its footnote, a sentence that no source bears out is deleted. Blocks without such a claim stay byte for byte as they are; footnotes
 * are added behind the text. Check the result again: a repair is a proposal.
 * @param isToMend which claims to touch; by default the contradicted, the supported without citation, and the unsupported with a defect
 */
export function repairText(
  text: string,
  checked: { claims: readonly Claim[]; sources: readonly EvidenceSource[] },
  isToMend: (claim: Claim) => boolean = isFaulty,
): { text: string; applied: AppliedRepair[] } {
  const blocks = readMarkdown(text);
  const applied: AppliedRepair[] = [];
  const edits: Edit[] = [];
  let note = highestNote(text) + 1;
  for (const claim of checked.claims.filter(isToMend)) {
    const input = { text, blocks, claim, sources: checked.sources, note };
    for (const repair of repairs) {
      const proposed = repair.propose(input);
      if (proposed === undefined) continue;
      edits.push(...proposed);
      applied.push({ repair: repair.name, start: claim.start, end: claim.end });
      if (repair === linkClaim) note += 1;
      const mayBeLinked = repair === hedgeClaim && claim.verdict === "supported";
      if (!mayBeLinked) break;
    }
  }
  return { text: applyEdits(text, tidyEdits(text, blocks, edits)), applied };
}

function isFaulty(claim: Claim): boolean {
  return claim.verdict === "supported" || claim.verdict === "contradicted" || (claim.verdict === "unsupported" && claim.defects.length > 0);
}

function highestNote(text: string): number {
  return Math.max(0, ...Array.from(text.matchAll(/\[\^(\d{1,6})\]/g), (match) => Number(match[1])));
}

const definition = /^\s*\[\^[^\]\s]+\]: /;

/** Joins deletions that touch, takes a block that loses everything whole, and sets the new footnotes under each other. */
function tidyEdits(text: string, blocks: readonly Block[], edits: readonly Edit[]): Edit[] {
  const definitions = edits.filter((edit) => definition.test(edit.text));
  const kept = edits.filter((edit) => !definition.test(edit.text) && edit.text !== "");
  const removed = joinDeletions(edits.filter((edit) => edit.text === ""));
  const whole = blocks.filter((block) => isEmptied(text, block, removed)).map((block) => ({ ...wholeBlock(text, block), text: "" }));
  const notes = definitions.map((edit) => edit.text.trim()).join("\n");
  const [first] = definitions;
  const gap = /^\n*/.exec(first?.text ?? "")?.[0] ?? "";
  const end = first === undefined ? [] : [{ start: text.length, end: text.length, text: `${gap}${notes}\n` }];
  return [...kept, ...joinDeletions([...removed, ...whole]), ...end];
}

function joinDeletions(deletions: readonly Edit[]): Edit[] {
  const joined: Edit[] = [];
  for (const deletion of deletions.toSorted((a, b) => a.start - b.start)) {
    const last = joined.at(-1);
    if (last !== undefined && deletion.start <= last.end) last.end = Math.max(last.end, deletion.end);
    else joined.push({ ...deletion });
  }
  return joined;
}

function isEmptied(text: string, block: Block, removed: readonly Edit[]): boolean {
  const inside = removed.filter((edit) => edit.start < block.end && block.start < edit.end);
  if (inside.length === 0) return false;
  let left = "";
  let at = block.start;
  for (const { start, end } of inside) {
    left += text.slice(at, Math.max(at, start));
    at = Math.max(at, end);
  }
  return (left + text.slice(at, block.end)).replaceAll(/\[\^[^\]\s]{1,64}\]/g, "").trim() === "";
}

/** The lines of a block with its leading marks and the blank lines behind it. */
function wholeBlock(text: string, block: Span): Span {
  const start = text.lastIndexOf("\n", block.start - 1) + 1;
  const gap = /^[ \t\r]{0,50}(?:\n[ \t\r]{0,50}(?=\n|$)){0,20}\n?/.exec(text.slice(block.end, block.end + 2000))?.[0] ?? "";
  return { start, end: block.end + gap.length };
}
