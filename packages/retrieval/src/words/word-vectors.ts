import { readFile } from "node:fs/promises";

/** Vectors of the 40,000 most frequent English words, the most frequent first (GloVe: Pennington, Socher and Manning 2014). */
export interface WordVectors {
  /** The place of a word by frequency, from 0; undefined for one that is not known. */
  rankOf(word: string): number | undefined;
  /** Cosine of two known words, -1 to 1. */
  likeness(one: number, other: number): number;
}

const file = new URL("../../assets/word-vectors.bin", import.meta.url);
const headBytes = 12;

function read(bytes: Buffer): WordVectors {
  const [count, dimensions, listBytes] = [bytes.readUInt32LE(0), bytes.readUInt32LE(4), bytes.readUInt32LE(8)];
  const words = bytes.toString("utf8", headBytes, headBytes + listBytes).split("\n");
  const ranks = new Map(words.map((word, rank) => [word, rank]));
  const rows = new Int8Array(bytes.buffer, bytes.byteOffset + headBytes + listBytes, count * dimensions);
  function dot(one: number, other: number): number {
    let sum = 0;
    for (let at = 0; at < dimensions; at++) sum += (rows[one * dimensions + at] ?? 0) * (rows[other * dimensions + at] ?? 0);
    return sum;
  }

  const lengths = new Float32Array(count);
  for (let rank = 0; rank < count; rank++) lengths[rank] = Math.sqrt(dot(rank, rank));

  return {
    rankOf: (word) => ranks.get(word),
    likeness: (one, other) => dot(one, other) / ((lengths[one] ?? 1) * (lengths[other] ?? 1) || 1),
  };
}

let loading: Promise<WordVectors> | undefined;

/** The table that comes with this package, read once: 4 MB. */
export function loadWordVectors(): Promise<WordVectors> {
  return (loading ??= readFile(file).then(read));
}
