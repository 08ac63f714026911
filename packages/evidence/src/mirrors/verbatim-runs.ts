import type { RailInput } from "../report.ts";
import { plainText } from "../text/plain-text.ts";
import { type Span, toOriginal } from "../text/span.ts";
import { words } from "../text/words.ts";

/** Words that follow each other as in another text; offsets of the checked text. */
export interface VerbatimRun extends Span {
  /** Place of the other text in the list. */
  text: number;
  words: number;
}

const shingleLength = 8;
const quoted = /“[^“”]{1,3000}”|"[^"]{1,3000}"|«[^«»]{1,3000}»/g;

/**
 * The runs of at least `least` words that a text shares with one of the others, outside its quotations: quote blocks, quotation
 * marks, headings, tables, code and footnotes are left out. Compared without regard to case and typography. Linear in all texts.
 */
export function verbatimRuns({ text, blocks }: Pick<RailInput, "text" | "blocks">, others: readonly string[], least: number): VerbatimRun[] {
  const owners = indexShingles(others);
  return blocks.flatMap((block) => {
    if (block.kind !== "paragraph" && block.kind !== "list_item") return [];
    const plain = plainText(text, block);
    const own = words(plain.text.replaceAll(quoted, (quote) => "\n".repeat(quote.length)));
    const keys = keysOf(own).map((key, index) => (isUnbroken(plain.text, own, index) ? key : ""));
    const runs: VerbatimRun[] = [];
    for (let first = 0; first < keys.length;) {
      const owner = owners.get(keys[first] ?? "");
      let last = first;
      while (owner !== undefined && owners.get(keys[last + 1] ?? "") === owner) last += 1;
      const count = last - first + shingleLength;
      if (owner !== undefined && count >= least) {
        const span = { start: own[first]?.start ?? 0, end: own[last + shingleLength - 1]?.end ?? 0 };
        runs.push({ ...toOriginal(plain, span), text: owner, words: count });
      }
      first = last + 1;
    }
    return runs;
  });
}

/** A quotation between two words parts them. */
function isUnbroken(text: string, own: readonly Span[], index: number): boolean {
  const last = own[index + shingleLength - 1];
  return last !== undefined && !/[“"«]/.test(text.slice(own[index]?.start ?? 0, last.start));
}

function indexShingles(texts: readonly string[]): Map<string, number> {
  const owners = new Map<string, number>();
  for (const [number, text] of texts.entries()) {
    for (const key of keysOf(words(plainText(text).text))) if (!owners.has(key)) owners.set(key, number);
  }
  return owners;
}

/** Every run of words as one text, each known by its first word. */
function keysOf(all: readonly { text: string }[]): string[] {
  const folded = all.map((word) => word.text.toLowerCase().replaceAll("’", "'"));
  return folded.slice(0, Math.max(0, folded.length - shingleLength + 1)).map((_, index) => folded.slice(index, index + shingleLength).join(" "));
}
