import type { NewMemory } from "@cofounder/contracts";
import { floorTables } from "@cofounder/database";
import { uuidv7 } from "@cofounder/kernel";
import { ctxOf, eachDatabase } from "@cofounder/testing";
import { inArray, sql } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import { type MemoryWorld, memoryWorld } from "../../../../test/memory-world.ts";
import type { Memory } from "../index.ts";

const editor = ctxOf("editor");
const told = (text: string, parts: Partial<NewMemory> = {}): NewMemory => ({
  ...{ text, kind: "business_fact", tags: [], importance: 3, confidence: 1, language: "en" },
  ...parts,
});
const newName = (): string => `n${uuidv7().slice(-12)}`;
const dayMs = 86_400_000;

eachDatabase((database) => {
  let world: MemoryWorld;
  let memory: Memory;
  beforeEach(() => {
    world = memoryWorld(database());
    ({ memory } = world);
  });
  const left = async (ids: string[]): Promise<number> => {
    const { rows } = await database().sql.execute(sql`
      select id from memory.memories where id = any(${sql.param(ids)}::uuid[])
      union all select owner_id from search.entries where owner_kind = 'memory' and owner_id = any(${sql.param(ids)}::uuid[])`);
    return rows.length;
  };
  const reasonsOf = async (ids: string[]): Promise<unknown[]> => {
    const { outbox } = floorTables;
    const rows = await database().sql.select().from(outbox).where(inArray(outbox.subjectId, ids));
    return rows.filter(({ type }) => type === "memory.forgotten").map(({ payload }) => payload["reason"]);
  };

  describe("by a filter", () => {
    it("a preview says what would go and changes nothing; then all of it goes, and nothing else", async () => {
      const tag = newName();
      const items = Array.from({ length: 1_000 }, (_, index) => told(`Item ${index} ${tag}`, { tags: [tag], importance: (index % 2) + 2 }));
      const { results } = await memory.addMemories(editor, { items });
      const { id: other } = await memory.addMemory(editor, told(`Other ${tag}`, { tags: [newName()], importance: 2 }));
      const before = (await memory.getMemoryStats(editor, undefined)).total_memories;
      const preview = await memory.forgetMemories(editor, { filter: { tags: [tag] }, preview: true });
      expect([preview.count, preview.forgotten, preview.examples.length]).toEqual([1_000, 0, 5]);
      expect((await memory.getMemoryStats(editor, undefined)).total_memories).toBe(before);
      expect(await memory.forgetMemories(editor, { filter: { tags: [tag], max_importance: 2 }, preview: false })).toMatchObject({
        count: 500,
        forgotten: 500,
      });
      expect(await memory.forgetMemories(editor, { filter: { tags: [tag] }, preview: false })).toMatchObject({ forgotten: 500 });
      const ids = results.map(({ id }) => id);
      expect(await left(ids)).toBe(0);
      expect((await reasonsOf(ids)).length).toBe(1_000);
      expect((await memory.getMemory(editor, { memory_id: other })).id).toBe(other);
      expect((await memory.getMemoryStats(editor, undefined)).total_memories).toBe(before - 1_000);
    });

    it("each part of it narrows", async () => {
      const tag = newName();
      const { id } = await memory.addMemory(editor, told(`One ${tag}`, { tags: [tag], origin: "letter", person: "ann" }));
      const countOf = async (parts: object): Promise<number> =>
        (await memory.forgetMemories(editor, { filter: { tags: [tag], ...parts }, preview: true })).count;
      expect(await countOf({})).toBe(1);
      for (const parts of [
        { kinds: ["conversation"] },
        { person: "bob" },
        { origin: "call" },
        { told_before: "2026-01-01T00:00:00Z" },
        { max_importance: 2 },
      ]) {
        expect(await countOf(parts)).toBe(0);
      }
      expect(await memory.forgetMemories(editor, { filter: {}, preview: false })).toEqual({ count: 0, forgotten: 0, examples: [] });
      expect(await left([id])).toBe(2);
    });
  });

  it("of a person all is told and all is forgotten; what else they told stays without their name", async () => {
    const ann = ctxOf("editor");
    const person = ann.actor.id;
    const said = await memory.addMemory(ann, told(`I like rye ${newName()}`, { kind: "user_preference" }));
    const about = await memory.addMemory(editor, told(`Bakes on Mondays ${newName()}`, { person }));
    const fact = await memory.addMemory(ann, told(`The fee of ${newName()} is high`));
    const whole = await memory.exportPerson(editor, { person, limit: 1 });
    const rest = await memory.exportPerson(editor, { person, limit: 10, cursor: whole.next_cursor ?? "" });
    expect(new Set([...whole.data, ...rest.data].map(({ id }) => id))).toEqual(new Set([said.id, about.id]));
    expect(await memory.erasePerson(editor, { person })).toEqual({ forgotten: 2, unsigned: 1 });
    expect(await left([said.id, about.id])).toBe(0);
    expect(await reasonsOf([said.id, about.id])).toEqual(["by_person", "by_person"]);
    expect(await memory.getMemory(editor, { memory_id: fact.id })).toMatchObject({ created_by: null, text: fact.text, version: 2 });
    expect(await memory.erasePerson(editor, { person })).toEqual({ forgotten: 0, unsigned: 0 });
  });

  it("what has outlived its time goes by itself, not a moment earlier, and the figures say when", async () => {
    const kept = await memory.addMemories(editor, {
      items: [
        told(`Chat ${newName()}`, { kind: "conversation" }),
        told(`Important chat ${newName()}`, { kind: "conversation", importance: 4 }),
        told(`Named ${newName()}`, { keep_until: "2026-03-02T09:00:00Z" }),
      ],
    });
    const [chat = "", important = "", named = ""] = kept.results.map(({ id }) => id);
    world.clock.advance(dayMs - 1);
    await memory.forgetOutlived(editor, undefined);
    expect(await left([chat, important, named])).toBe(6);
    world.clock.advance(1);
    await memory.forgetOutlived(editor, undefined);
    expect([await left([named]), await left([chat])]).toEqual([0, 2]);
    world.clock.advance(89 * dayMs);
    await memory.forgetOutlived(editor, undefined);
    expect([await left([chat]), await left([important])]).toEqual([0, 2]);
    expect(await reasonsOf([chat, named])).toEqual(["outlived", "outlived"]);
    expect((await memory.getMemoryStats(editor, undefined)).last_cleanup).toBe(world.clock.now().toISOString());
  });
});
