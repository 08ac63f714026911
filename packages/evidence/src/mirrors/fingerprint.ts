import { words } from "../text/words.ts";

/** The five-word runs of a text as hashes. Of a long text only those divisible by `step` are kept, a power of two. */
export interface Fingerprint {
  hashes: ReadonlySet<number>;
  step: number;
  /** How many runs the text has. */
  runs: number;
}

const runLength = 5;
const mostHashes = 4096;
/** A text is compared by its first words; what follows behind so many changes the share no more. */
const mostCharacters = 1_000_000;

/** FNV-1a over UTF-16 units, mixed at the end so that its low bits are as good as its high ones (murmur3's finaliser). */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** Reads a text into its fingerprint. Linear in the length of the text. */
export function fingerprint(text: string): Fingerprint {
  const lowered = words(text.slice(0, mostCharacters)).map((word) => word.text.toLowerCase());
  const runs = Math.max(0, lowered.length - runLength + 1);
  let step = 1;
  while (runs / step > mostHashes) step *= 2;
  const hashes = new Set<number>();
  for (let first = 0; first < runs; first++) {
    const hash = hashOf(lowered.slice(first, first + runLength).join(" "));
    if (hash % step === 0) hashes.add(hash);
  }
  return { hashes, step, runs };
}

/** The share of common runs (Jaccard), estimated where a text is long; 0 to 1. */
export function similarity(a: Fingerprint, b: Fingerprint): number {
  const step = Math.max(a.step, b.step);
  const [left, right] = [kept(a, step), kept(b, step)];
  const [small, large] = left.size < right.size ? [left, right] : [right, left];
  if (small.size === 0) return 0;
  let common = 0;
  for (const hash of small) if (large.has(hash)) common += 1;
  return common / (small.size + large.size - common);
}

function kept({ hashes, step }: Fingerprint, wanted: number): ReadonlySet<number> {
  return step === wanted ? hashes : new Set([...hashes].filter((hash) => hash % wanted === 0));
}
