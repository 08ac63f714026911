import { formatFootnote } from "../digest/footnotes.ts";
import type { RepairModule } from "../report.ts";

/** Gives a supported sentence that cites nothing a footnote with the passage it rests on. */
export const linkClaim: RepairModule = {
  name: "link",
  propose({ text, claim, sources, note }) {
    const [evidence] = claim.evidence;
    if (claim.verdict !== "supported" || evidence === undefined) return undefined;
    const after = text.slice(claim.end, claim.end + 80);
    const isCited = /^["'”’)*_]{0,3}\s?\[(?:\^[^\]\s]+|\d{1,3})\]/.test(after) || /\[\^[^\]\s]+\]|\]\(https?:/.test(claim.text);
    if (isCited) return undefined;
    const source = sources.find((candidate) => candidate.id === evidence.source_id);
    const title = source?.title ?? source?.url ?? evidence.source_id;
    const closing = /^["'”’)*_]{1,3}(?=\s|$)/.exec(after)?.[0].length ?? 0;
    const definition = formatFootnote({ note, title, url: source?.url, quote: evidence.quote });
    const at = claim.end + closing;
    return [
      { start: at, end: at, text: `[^${note}]` },
      { start: text.length, end: text.length, text: `${gapBefore(text)}${definition}\n` },
    ];
  },
};

/** Definitions follow each other line by line; the first stands apart from the text. */
function gapBefore(text: string): string {
  const lastLine = text.trimEnd().split("\n").at(-1) ?? "";
  const breaks = /\n*$/.exec(text)?.[0].length ?? 0;
  const wanted = /^ {0,3}\[\^[^\]\s]+\]:/.test(lastLine) ? 1 : 2;
  return "\n".repeat(Math.max(0, wanted - breaks));
}
