import type { Mirror } from "@cofounder/evidence";
import type { StoredFlag } from "../tables.ts";

interface Flagged {
  id: string;
  flags: readonly StoredFlag[];
}

const mostCompared = 50;
const mostComparedPassages = 5_000;

/** With how many of the newest of its length a source is compared: fewer the longer it is, since their texts are held in memory. */
export function comparedSources(passages: number): number {
  return Math.min(mostCompared, Math.ceil(mostComparedPassages / Math.max(passages, 1)));
}

/** More flags than these say nothing new about a source. */
const mostFlags = 100;
const longestQuote = 500;

/** What near-copies add to the flags of each source that they concern: the copy names its original, both name numbers that differ. */
export function flagsOfMirrors(mirrors: readonly Mirror[]): Map<string, StoredFlag[]> {
  const found = new Map<string, StoredFlag[]>();
  const add = (id: string, flag: StoredFlag): void => void found.set(id, [...(found.get(id) ?? []), flag]);
  for (const { copyId, originalId, shared, conflicts } of mirrors) {
    add(copyId, { kind: "mirror", ...shared, quote: shared.quote.slice(0, longestQuote), other_source_id: originalId });
    for (const { original, copy } of conflicts) {
      add(originalId, { kind: "number_conflict", ...original, quote: original.quote.slice(0, longestQuote), other_source_id: copyId });
      add(copyId, { kind: "number_conflict", ...copy, quote: copy.quote.slice(0, longestQuote), other_source_id: originalId });
    }
  }
  return found;
}

/** The flags that a source does not have yet. */
export function newFlags(existing: readonly StoredFlag[], wanted: readonly StoredFlag[]): StoredFlag[] {
  const keyOf = ({ kind, start, other_source_id }: StoredFlag): string =>
    `${kind} ${other_source_id ?? ""} ${kind === "mirror" ? "" : (start ?? "")}`;
  const known = new Set(existing.map(keyOf));
  return wanted.filter((flag) => !known.has(keyOf(flag))).slice(0, Math.max(0, mostFlags - existing.length));
}

/** The earlier of these sources that each near-copy among them repeats: whatever one says, the two together are one witness. */
export function copiesAmong(sources: readonly Flagged[]): Map<string, string> {
  const counted: Flagged[] = [];
  const copies = new Map<string, string>();
  const repeats = (a: Flagged, b: Flagged): boolean => a.flags.some(({ kind, other_source_id }) => kind === "mirror" && other_source_id === b.id);
  for (const source of sources) {
    const original = counted.find((other) => repeats(source, other) || repeats(other, source));
    if (original === undefined) counted.push(source);
    else copies.set(source.id, original.id);
  }
  return copies;
}
