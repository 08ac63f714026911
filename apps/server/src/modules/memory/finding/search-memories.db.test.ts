import type { NewMemory } from "@cofounder/contracts";
import { uuidv7 } from "@cofounder/kernel";
import { createSearchIndex, type Embedder } from "@cofounder/retrieval";
import { ctxOf, eachDatabase, type Plan, plansOf, testClock } from "@cofounder/testing";
import { sql } from "drizzle-orm";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { memoryWorld } from "../../../../test/memory-world.ts";
import { createMemory, type Memory } from "../index.ts";

const editor = ctxOf("editor");
const told = (text: string, parts: Partial<NewMemory> = {}): NewMemory => ({
  ...{ text, kind: "business_fact", tags: [], importance: 3, confidence: 1, language: "en" },
  ...parts,
});
const newName = (): string => `n${uuidv7().slice(-12)}`;

/** Meaning by topic, whatever the words. */
const topics = [/bread|loaf|baker/i, /invoice|bill|payment/i];
const topicEmbedder = (): Embedder => ({
  model: "memory-topics@1",
  dimensions: 512,
  embed: (texts) =>
    Promise.resolve(
      texts.map((text) => {
        const vector = new Float32Array(512).fill(0.001);
        for (const [index, topic] of topics.entries()) if (topic.test(text)) vector[index] = 1;
        const length = Math.hypot(...vector);
        return vector.map((value) => value / length);
      }),
    ),
  close: () => Promise.resolve(),
});

eachDatabase((database) => {
  const search = (memory: Memory, query: string, parts: object = {}) => memory.searchMemories(editor, { query, limit: 10, ...parts });
  const textsOf = async (found: ReturnType<typeof search>): Promise<string[]> => (await found).results.map(({ text }) => text);

  describe("what is remembered", () => {
    it("is found by its words in other forms, with all that is known of it, and says that it was by words", async () => {
      const { memory } = memoryWorld(database());
      const name = newName();
      const kept = await memory.addMemory(editor, told(`Customers of ${name} asked for gluten-free loaves.`, { tags: ["range"], origin: "survey" }));
      await memory.addMemory(editor, told(`The oven of ${newName()} is old.`));
      const { results, meta } = await search(memory, `Which customer of ${name} asks for a loaf?`);
      const { outcome: _outcome, closed: _closed, ...same } = kept;
      expect(results[0]).toEqual({
        ...same,
        score: expect.any(Number) as number,
        why: { lexical: expect.any(Number) as number, vector: null, rerank: expect.any(Number) as number },
      });
      expect(meta.mode).toBe("lexical_only");
      expect(meta.reason).toMatch(/\w/);
    });

    it("in another language is found by its words as they are, its small words too", async () => {
      const { memory } = memoryWorld(database());
      const name = newName();
      await memory.addMemory(editor, told(`Die Rechnung ${name} was bezahlt.`, { language: "de" }));
      await memory.addMemory(editor, told(`It was ${name} and not the bill.`));
      expect(await textsOf(search(memory, `Rechnung`))).toHaveLength(1);
      expect((await textsOf(search(memory, `was`))).filter((text) => text.includes(name))).toEqual([`Die Rechnung ${name} was bezahlt.`]);
    });

    it("is found by kind, tag, person and time", async () => {
      const { memory } = memoryWorld(database());
      const name = newName();
      await memory.addMemory(editor, told(`The ${name} fee is 5 EUR.`, { valid_from: "2026-01-01T00:00:00Z", tags: ["fee", name] }));
      await memory.addMemory(editor, told(`The ${name} fee is 6 EUR.`, { valid_from: "2026-02-01T00:00:00Z", tags: ["fee"] }));
      await memory.addMemory(editor, told(`Likes ${name}.`, { kind: "user_preference", valid_from: "2020-01-01T00:00:00Z" }));
      expect((await textsOf(search(memory, name))).toSorted()).toEqual([`Likes ${name}.`, `The ${name} fee is 6 EUR.`]);
      expect((await textsOf(search(memory, name, { at: "2026-01-15T00:00:00Z" }))).toSorted()).toEqual([
        `Likes ${name}.`,
        `The ${name} fee is 5 EUR.`,
      ]);
      expect(await textsOf(search(memory, name, { kinds: ["user_preference", "conversation"] }))).toEqual([`Likes ${name}.`]);
      expect(await textsOf(search(memory, name, { tags: [name], at: "2026-01-15T00:00:00Z" }))).toEqual([`The ${name} fee is 5 EUR.`]);
      expect(await textsOf(search(memory, name, { person: editor.actor.id }))).toEqual([`Likes ${name}.`]);
    });

    it("is not found once it is forgotten, and in its new words once it is changed", async () => {
      const { memory } = memoryWorld(database());
      const [one, other] = [newName(), newName()];
      const { id } = await memory.addMemory(editor, told(`Said ${one}`));
      await memory.updateMemory(editor, { memory_id: id, text: `Said ${other}` });
      expect([await textsOf(search(memory, one)), await textsOf(search(memory, other))]).toEqual([[], [`Said ${other}`]]);
      await memory.deleteMemory(editor, { memory_id: id });
      expect(await textsOf(search(memory, other))).toEqual([]);
    });

    it("is found by its meaning where the database compares vectors, and elsewhere says that it is not", async () => {
      const index = createSearchIndex({ database: database(), embedder: topicEmbedder() });
      const state = await index.start();
      try {
        const memory = createMemory({ sql: database().sql, transaction: database().transaction, clock: testClock(), index });
        const person = newName();
        const { id } = await memory.addMemory(editor, told("Every bill is settled within a week.", { person }));
        const isCompared = state.status === "available";
        await vi.waitFor(async () => {
          const { results, meta } = await search(memory, "payment", { person });
          expect(results.map((found) => [found.id, found.why.lexical])).toEqual(isCompared ? [[id, null]] : []);
          expect(results.filter(({ why }) => (why.vector ?? 0) <= 0.9)).toEqual([]);
          expect(meta.mode).toBe(isCompared ? "hybrid" : "lexical_only");
        }, 10_000);
      } finally {
        await index.stop();
      }
    });

    it("comes in one statement", async () => {
      const { memory } = memoryWorld(database());
      const name = newName();
      await memory.addMemory(editor, told(`One ${name}`));
      const plans = await plansOf(database().sql, () => search(memory, name));
      expect(plans).toHaveLength(1);
    });
  });

  describe("among twenty thousand", () => {
    const many = 20_000;
    const sizes = (plans: Plan[], table: string) =>
      plans.flatMap(({ nodes }) => nodes.filter((node) => node.table === table)).map(({ kind, rows }) => ({ kind, rows }));

    beforeAll(async () => {
      await database().transaction(async (tx) => {
        await tx.execute(sql`
          insert into memory.memories (id, text, kind, tags, importance, confidence, language, valid_from, told_at, sameness, agent, created_at, updated_at)
          select gen_random_uuid(), 'Lesson ' || i || ' word' || i % 1000, case when i % 400 = 0 then 'relationship' else 'market_intelligence' end,
            array['tag' || i % 500], 3, 1, 'en', '2020-01-01', '2026-01-01', 'many-' || i, 'people', timestamptz '2026-01-01' + make_interval(secs => i), '2026-01-01'
          from generate_series(1, ${many}::int) i`);
        await tx.execute(sql`
          insert into search.entries (id, owner_kind, owner_id, position, text, start_offset, end_offset, language)
          select gen_random_uuid(), 'memory', id, 0, text, 0, length(text), 'en' from memory.memories where sameness like 'many-%'`);
        await tx.execute(sql`analyze memory.memories`);
        await tx.execute(sql`analyze search.entries`);
      });
    }, 120_000);

    it("a search by a rare word looks only at what holds it", async () => {
      const { memory } = memoryWorld(database());
      let found = 0;
      const plans = await plansOf(database().sql, async () => {
        ({ length: found } = (await search(memory, "word77")).results);
      });
      expect(found).toBe(10);
      const read = [...sizes(plans, "entries"), ...sizes(plans, "memories")];
      expect(read.length).toBeGreaterThan(1);
      expect(read.filter(({ kind, rows }) => kind === "Seq Scan" || rows > 500)).toEqual([]);
    });

    it.each([{}, { kind: "relationship" as const }, { tag: "tag7" }, { at: "2026-06-01T00:00:00Z" }, { person: "nobody" }])(
      "a page of the list comes from an index, for %j",
      async (filter) => {
        const { memory } = memoryWorld(database());
        const plans = await plansOf(database().sql, () => memory.listMemories(editor, { limit: 20, ...filter }));
        const read = sizes(plans, "memories");
        expect(read.length).toBeGreaterThan(0);
        expect(read.filter(({ kind, rows }) => kind === "Seq Scan" || rows > 200)).toEqual([]);
      },
    );

    it("the figures look at no memory", async () => {
      const { memory } = memoryWorld(database());
      const plans = await plansOf(database().sql, () => memory.getMemoryStats(editor, undefined));
      expect(plans.length).toBeGreaterThan(0);
      expect(sizes(plans, "memories")).toEqual([]);
    });

    it("a statement without its index would be seen", async () => {
      const plans = await plansOf(database().sql, () => database().sql.execute(sql`select text from memory.memories where text like '%99'`));
      expect(sizes(plans, "memories").map(({ kind }) => kind)).toContain("Seq Scan");
    });
  });
});
