import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { createDatabase } from "@cofounder/database";
import { createEmbeddedEmbedder, createSearchIndex, type Hit, splitPassages } from "@cofounder/retrieval";
import { sentences } from "@cofounder/evidence";
import { uuidv7 } from "@cofounder/kernel";

/** How often the passage that answers a question is among the first found, by words, by meaning, by both and ranked anew. */
const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const say = (line = ""): void => void process.stdout.write(`${line}\n`);

interface Question {
  kind: "lexical" | "paraphrase" | "conceptual";
  question: string;
  gold: string;
}

/** The samples hold the answers; the project's own pages are the haystack around them. The reprint would hold them twice. */
function texts(): string[] {
  const samples = readdirSync(here("../../samples/sources")).filter((name) => name !== "README.md" && !name.startsWith("10-"));
  const pages = readdirSync(here("../../docs"), { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".md"));
  const plain = (text: string): string => text.replaceAll(/<[^>]+>/g, " ");
  return [
    ...samples.map((name) => plain(readFileSync(here(`../../samples/sources/${name}`), "utf8"))),
    ...pages.map((name) => readFileSync(here(`../../docs/${name}`), "utf8")),
  ];
}

const database = await createDatabase({ url: "", dataDir: "memory://" });
await database.migrate(here("../../apps/server/migrations"));
const index = createSearchIndex({ database, embedder: createEmbeddedEmbedder() });
await index.start();
let count = 0;
for (const text of texts()) {
  const passages = splitPassages(text, (part) => sentences(part));
  count += passages.length;
  await index.indexPassages({ kind: "bench", id: uuidv7() }, passages);
}
const questions = JSON.parse(readFileSync(here("./questions.json"), "utf8")) as Question[];

const ways: Record<string, (hits: Hit[]) => Hit[]> = {
  "by words": (hits) => hits.filter(({ why }) => why.lexical !== null).toSorted((a, b) => (b.why.lexical ?? 0) - (a.why.lexical ?? 0)),
  "by meaning": (hits) => hits.filter(({ why }) => why.vector !== null).toSorted((a, b) => (b.why.vector ?? 0) - (a.why.vector ?? 0)),
  "by both": (hits) => {
    const [words, meaning] = [ways["by words"]?.(hits) ?? [], ways["by meaning"]?.(hits) ?? []];
    const part = (list: Hit[], hit: Hit): number => (list.includes(hit) ? 1 / (11 + list.indexOf(hit)) : 0);
    return hits.toSorted((a, b) => part(words, b) + part(meaning, b) - part(words, a) - part(meaning, a));
  },
  "by near words": (hits) => hits.toSorted((a, b) => (b.why.rerank ?? 0) - (a.why.rerank ?? 0)),
  "as found": (hits) => hits,
};
const places = new Map<string, { kind: string; place: number }[]>(Object.keys(ways).map((way) => [way, []]));
const tookMs: number[] = [];
for (const { kind, question, gold } of questions) {
  const began = performance.now();
  const hits = await index.search(database.sql, { query: question, limit: 100 });
  tookMs.push(performance.now() - began);
  for (const [way, order] of Object.entries(ways))
    places.get(way)?.push({ kind, place: order(hits).findIndex(({ text }) => text.replaceAll(/\s+/g, " ").includes(gold)) });
}
const share = (all: { place: number }[], first: number): string =>
  `${((100 * all.filter(({ place }) => place >= 0 && place < first).length) / Math.max(all.length, 1)).toFixed(0)} %`.padStart(7);
say(`${count} passages, ${questions.length} questions`);
say(`${"".padEnd(16)}    R@1    R@5   R@10   R@5 lexical  paraphrase  conceptual`);
for (const [way, all] of places) {
  const kinds = ["lexical", "paraphrase", "conceptual"].map((kind) =>
    share(
      all.filter((one) => one.kind === kind),
      5,
    ).padStart(12),
  );
  say(`${way.padEnd(16)}${share(all, 1)}${share(all, 5)}${share(all, 10)}${kinds.join("")}`);
}
say(`search: median ${tookMs.toSorted((a, b) => a - b)[Math.floor(tookMs.length / 2)]?.toFixed(1)} ms`);
await index.stop();
await database.close();
