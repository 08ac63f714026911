import type { Database } from "@cofounder/database";
import { uuidv7 } from "@cofounder/kernel";
import { eachDatabase } from "@cofounder/testing";
import { sql } from "drizzle-orm";
import { describe, expect, it, vi } from "vitest";
import type { Embedder } from "./embedder.ts";
import { fillVectors } from "./fill-vectors.ts";
import { createSearchIndex } from "./search-index.ts";
import { ensureVectors } from "./vectors.ts";

/** A vector that points where the first letter of the text stands in the alphabet. */
function byLetter(model: string, embed?: Embedder["embed"]): Embedder {
  const vectorOf = (text: string): Float32Array => {
    const vector = new Float32Array(512);
    vector[(text.toLowerCase().charCodeAt(0) - 97 + 512) % 512] = 1;
    return vector;
  };
  return { model, dimensions: 512, embed: embed ?? ((texts) => Promise.resolve(texts.map(vectorOf))), close: () => Promise.resolve() };
}

const passages = (...texts: string[]) => texts.map((text, index) => ({ text, start: index * 100, end: index * 100 + text.length }));
const newOwner = () => ({ kind: "source", id: uuidv7() });

/** On a server without pgvector there is nothing more to see than that it says so. */
async function hasVectors(database: Database): Promise<boolean> {
  const ensured = await ensureVectors(database, byLetter("probe"));
  if (ensured.status === "lexical_only") expect(ensured.command).toContain("pgvector");
  return ensured.status === "available";
}

eachDatabase((database) => {
  const modelsOf = async (ownerId: string): Promise<unknown[]> => {
    const { rows } = await database().sql.execute(
      sql`select v.model from search.passage_vectors v join search.entries e on e.id = v.entry_id where e.owner_id = ${ownerId} order by v.model`,
    );
    return rows.map(({ model }) => model);
  };

  describe("vectors", () => {
    it("are prepared by several replicas at once, again and again", async () => {
      const prepared = await Promise.all([1, 2, 3].map(() => ensureVectors(database(), byLetter("a"))));
      expect(new Set(prepared.map(({ status }) => status)).size).toBe(1);
    });

    it("come in the background for what a transaction added", async () => {
      if (!(await hasVectors(database()))) return;
      const index = createSearchIndex({ database: database(), embedder: byLetter("later") });
      await index.start();
      const owner = newOwner();
      await database().transaction((tx) => index.indexLater(tx, [{ owner, position: 0, text: "zebra", start: 0, end: 5 }]));
      await vi.waitFor(async () => {
        const [hit] = await index.search(database().sql, { query: "zoo", ownerIds: [owner.id], limit: 1 });
        expect(hit?.why).toMatchObject({ lexical: null, vector: 1 });
      }, 10_000);
      await index.stop();
    });

    it("of another model are made in the background, and never compared with the old ones", async () => {
      if (!(await hasVectors(database()))) return;
      const owner = newOwner();
      const before = createSearchIndex({ database: database(), embedder: byLetter("old") });
      await before.start();
      await before.indexPassages(owner, passages("alpha", "beta"));
      await before.stop();
      expect(await modelsOf(owner.id)).toEqual(["old", "old"]);
      const after = createSearchIndex({ database: database(), embedder: byLetter("new") });
      await after.start();
      expect(await after.search(database().sql, { query: "alpha", ownerIds: [owner.id], limit: 1 })).toMatchObject([{ text: "alpha" }]);
      await vi.waitFor(async () => expect(await modelsOf(owner.id)).toEqual(["new", "new", "old", "old"]), 10_000);
      await after.stop();
    });

    it("that time did not allow for come in the background", async () => {
      if (!(await hasVectors(database()))) return;
      const index = createSearchIndex({ database: database(), embedder: byLetter("slow") });
      await index.start();
      const owner = newOwner();
      expect(await index.indexPassages(owner, passages("gamma", "delta"), { embedMs: 0 })).toEqual({ added: 2, embedded: 0 });
      await vi.waitFor(async () => expect(await modelsOf(owner.id)).toEqual(["slow", "slow"]), 10_000);
      await index.stop();
    });

    it("of a text that no embedder takes are given up after five tries, and the others come", async () => {
      if (!(await hasVectors(database()))) return;
      let tries = 0;
      const embedder = byLetter("picky", (texts) => {
        tries++;
        return texts.includes("poison") ? Promise.reject(new Error("cannot")) : Promise.resolve(texts.map(() => new Float32Array(512).fill(0.1)));
      });
      const owner = newOwner();
      await createSearchIndex({ database: database(), embedder: null }).indexPassages(owner, passages("poison"));
      for (let round = 0; round < 7; round++) {
        await fillVectors(database(), embedder, { owner }).catch(() => undefined);
        await database().sql.execute(sql`update search.unembedded set claimed_until = now() - interval '1 second'`);
      }
      expect(tries).toBe(5);
      await createSearchIndex({ database: database(), embedder: null }).indexPassages(owner, [...passages("poison", "fine")]);
      expect(await fillVectors(database(), embedder, { owner })).toEqual({ filled: 1, isComplete: true });
    });

    it("of an entry that was removed meanwhile are not stored", async () => {
      if (!(await hasVectors(database()))) return;
      const index = createSearchIndex({ database: database(), embedder: null });
      const owner = newOwner();
      const embedder = byLetter("gone", async (texts) => {
        await database().transaction((tx) => index.removeOwner(tx, owner));
        return texts.map(() => new Float32Array(512).fill(0.1));
      });
      await index.indexPassages(owner, passages("epsilon"));
      await fillVectors(database(), embedder, { owner });
      expect(await modelsOf(owner.id)).toEqual([]);
    });

    it("answer a question about everything from the approximate index of a server", async () => {
      if (!(await hasVectors(database()))) return;
      const served = { ...database(), kind: "postgres" as const };
      const index = createSearchIndex({ database: served, embedder: byLetter("served") });
      expect(await index.start()).toEqual({ status: "available" });
      const { rows } = await database().sql.execute(sql`select 1 from pg_indexes where indexname = 'passage_vectors_by_nearness'`);
      expect(rows).toHaveLength(1);
      const owner = newOwner();
      await index.indexPassages(owner, passages("yak", "xenon"));
      const [hit] = await index.search(database().sql, { query: "yonder", limit: 1 });
      expect(hit).toMatchObject({ ownerId: owner.id, text: "yak", why: { lexical: null, vector: 1 } });
      await index.stop();
    });
  });
});
