import type { Quantity } from "../quantities/quantity.ts";
import { readDates } from "../quantities/read-dates.ts";
import { readQuantities } from "../quantities/read-quantities.ts";
import type { Defect, Edit, RepairModule } from "../report.ts";

/** Weakens what the evidence bears out only in part: "all" to its "most", "40" to its "about 40". English only; quotations stay as they are. */
export const hedgeClaim: RepairModule = {
  name: "hedge",
  propose({ claim }) {
    if (/[“”"«»`]|\]\(/.test(claim.text)) return undefined;
    const [defect, ...others] = claim.defects;
    const isScope = claim.verdict === "contradicted" && defect?.kind === "scope" && others.length === 0;
    const edits = isScope ? narrowed(claim.text, defect) : claim.verdict === "supported" ? bounded(claim.text, claim.evidence[0]?.quote ?? "") : [];
    return edits.length === 0 ? undefined : edits.map((edit) => ({ ...edit, start: claim.start + edit.start, end: claim.start + edit.end }));
  },
};

const someOf = /^(?:most|many|some|several)$/;
const nearlyAll = /^(?:almost|nearly)$/;
const atTimes = /^(?:usually|often|sometimes|mostly|typically|generally)$/;
const inPart = /^(?:mostly|partly|almost|nearly)$/;

/** Words of full scope, what stands behind them, and how they read when the evidence has a weaker word in their place. */
const scopes: readonly { full: RegExp; weak: RegExp; write: (weak: string) => string }[] = [
  { full: /\ball(?= of (?:the|its|their|our|these|those)\b)/gi, weak: someOf, write: (weak) => weak },
  { full: /\ball(?= (?:the|its|their|our|these|those) )/gi, weak: someOf, write: (weak) => `${weak} of` },
  { full: /\ball(?= (?!of |the |its |their |our |these |those )(?:\p{Ll}+ )?\p{Ll}{3,}s\b)/giu, weak: someOf, write: (weak) => weak },
  { full: /\b(?:all|every|everyone|everything)\b(?! (?:in all|but)\b)/gi, weak: nearlyAll, write: (weak) => `${weak} $&` },
  { full: /\balways\b/gi, weak: atTimes, write: (weak) => weak },
  { full: /\b(?:entirely|fully|completely)\b/gi, weak: inPart, write: (weak) => weak },
  { full: /\bthe (?:whole|entire)\b/gi, weak: /^most$/, write: () => "most of the" },
];

/** The one word of full scope, written as the evidence bounds it. */
function narrowed(text: string, { found, expected }: Defect): Edit[] {
  for (const { full, weak, write } of scopes) {
    const matches = Array.from(text.matchAll(full));
    const [match] = matches;
    const isNamed = match !== undefined && matches.length === 1 && match[0].toLowerCase().includes(found);
    const isBare = match !== undefined && !/\b(?:almost|nearly|not|at) $/i.test(text.slice(0, match.index));
    if (!isNamed || !isBare || expected === null || !weak.test(expected)) continue;
    const written = write(expected).replace("$&", match[0].toLowerCase());
    return [{ start: match.index, end: match.index + match[0].length, text: asAt(match[0], written) }];
  }
  return [];
}

const boundWords =
  /\b(?:about|around|roughly|approximately|nearly|almost|up to|at (?:least|most)|(?:more|less|fewer) than|over|under|an estimated) $/i;
/** Behind these no bound can stand. */
const closed =
  /(?:\b(?:the|its|their|our|his|her|these|those|all|every|each|other|another|first|last|next|only|than|to|and|a|an|number|no\.?)|[-–—/(]) ?$/i;

/** The values that the claim gives flatly and the evidence with a bound, with that bound before them. */
function bounded(text: string, quote: string): Edit[] {
  const theirs = readQuantities(quote, readDates(quote));
  return readQuantities(text, readDates(text)).flatMap((own): Edit[] => {
    const same = theirs.filter((other) => isSameValue(own, other));
    const words = same.map((other) => boundWords.exec(quote.slice(0, other.start))?.[0].toLowerCase());
    const [word] = words;
    const before = text.slice(0, own.start).replace(/\bexactly $/i, "");
    if (own.bound !== "exact" || word === undefined || words.length !== 1 || closed.test(before)) return [];
    const opening = before.trim() === "" ? text.charAt(before.length) : "";
    const isOpening = opening !== "";
    return [{ start: before.length, end: own.start, text: isOpening ? asAt("A", word) : word }, ...lowered(text, own, isOpening)];
  });
}

/** "Forty people" goes on as "About forty people". */
function lowered(text: string, { start }: Quantity, isOpening: boolean): Edit[] {
  const first = text.charAt(start);
  return isOpening && first !== first.toLowerCase() ? [{ start, end: start + 1, text: first.toLowerCase() }] : [];
}

function isSameValue(own: Quantity, other: Quantity): boolean {
  return own.dimension === other.dimension && Math.abs(own.value - other.value) <= Math.abs(other.value) * 1e-9;
}

/** Written with a capital where the word that it replaces had one. */
function asAt(replaced: string, written: string): string {
  const first = replaced.charAt(0);
  return first === first.toLowerCase() ? written : written.charAt(0).toUpperCase() + written.slice(1);
}
