import { memoryEtag, type NewMemory } from "@cofounder/contracts";
import { uuidv7 } from "@cofounder/kernel";
import { ctxOf, eachDatabase } from "@cofounder/testing";
import { sql } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import { type MemoryWorld, memoryWorld } from "../../../../test/memory-world.ts";
import type { Memory } from "../index.ts";

const editor = ctxOf("editor");
const told = (text: string, parts: Partial<NewMemory> = {}): NewMemory => ({
  ...{ text, kind: "business_fact", tags: [], importance: 3, confidence: 1, language: "en" },
  ...parts,
});
/** A word that stands in no other test. */
const newName = (): string => `n${uuidv7().slice(-12)}`;

eachDatabase((database) => {
  let world: MemoryWorld;
  let memory: Memory;
  beforeEach(() => {
    world = memoryWorld(database());
    ({ memory } = world);
  });
  const indexed = async (id: string): Promise<unknown[]> =>
    (await database().sql.execute(sql`select text from search.entries where owner_kind = 'memory' and owner_id = ${id}`)).rows.map(
      ({ text }) => text,
    );

  describe("a memory", () => {
    it("is kept word for word, with what was said of it", async () => {
      const text = `  «Ünïcode» ${newName()}\r\n\tends in blanks  \u{1F35E} `;
      const kept = await memory.addMemory(
        editor,
        told(text, { tags: ["b", "a", "b"], origin: "a letter", valid_from: "2026-01-01T02:00:00+02:00", confidence: 0.5 }),
      );
      expect(kept).toMatchObject({
        text,
        tags: ["a", "b"],
        origin: "a letter",
        valid_from: "2026-01-01T00:00:00.000Z",
        valid_to: null,
        outcome: "added",
      });
      expect(kept).toMatchObject({ confidence: 0.5, strength: 0.5, times_told: 1, agent: "people", created_by: editor.actor.id });
      const { outcome: _outcome, closed: _closed, ...same } = kept;
      expect(await memory.getMemory(editor, { memory_id: kept.id })).toEqual(same);
      expect(await indexed(kept.id)).toEqual([text]);
    });

    it("that is told again is one memory: tags united, the higher worth kept, the first words kept", async () => {
      const name = newName();
      const first = await memory.addMemory(editor, told(`The ${name} oven is old.`, { tags: ["oven"], importance: 2, kind: "process_knowledge" }));
      world.clock.advance(86_400_000);
      const again = await memory.addMemory(
        editor,
        told(`the ${name}  oven is OLD`, { tags: ["age"], importance: 1, kind: "process_knowledge", origin: "a note" }),
      );
      expect(again).toMatchObject({
        id: first.id,
        outcome: "merged",
        text: first.text,
        tags: ["age", "oven"],
        importance: 2,
        times_told: 2,
        version: 2,
      });
      expect(again.origin).toBe("a note");
      expect(again.keep_until).toBe(first.keep_until);
      expect(await indexed(first.id)).toEqual([first.text]);
    });

    it("of somebody else, or of another kind, is another", async () => {
      const text = `Likes ${newName()}.`;
      const kept = [
        await memory.addMemory(editor, told(text, { kind: "user_preference" })),
        await memory.addMemory(ctxOf("editor"), told(text, { kind: "user_preference" })),
        await memory.addMemory(editor, told(text)),
      ];
      expect(new Set(kept.map(({ id }) => id)).size).toBe(3);
      expect(kept.map(({ person }) => person === null)).toEqual([false, false, true]);
    });

    it("told by many at once is kept once", async () => {
      const text = `At once ${newName()}`;
      const kept = await Promise.all(Array.from({ length: 6 }, () => memory.addMemory(editor, told(text))));
      expect(new Set(kept.map(({ id }) => id)).size).toBe(1);
      expect(kept.filter(({ outcome }) => outcome === "added")).toHaveLength(1);
      expect((await memory.getMemory(editor, { memory_id: kept[0]?.id ?? "" })).times_told).toBe(6);
    });

    it("with an id that is taken by another text is refused, with the same text merged", async () => {
      const kept = await memory.addMemory(editor, told(`Taken ${newName()}`, { id: uuidv7() }));
      await expect(memory.addMemory(editor, told("Something else.", { id: kept.id }))).rejects.toMatchObject({ code: "conflict" });
      expect(await memory.addMemory(editor, told(kept.text, { id: kept.id }))).toMatchObject({ id: kept.id, outcome: "merged" });
    });

    it("that would end before it begins is refused by the field", async () => {
      const span = { valid_from: "2026-01-02T00:00:00Z", valid_to: "2026-01-01T00:00:00Z" };
      const field = { code: "invalid", details: { issues: [{ loc: ["body", "valid_to"] }] } };
      await expect(memory.addMemory(editor, told("x", span))).rejects.toMatchObject(field);
      const { id } = await memory.addMemory(editor, told(`Span ${newName()}`));
      await expect(memory.updateMemory(editor, { memory_id: id, valid_to: "2001-01-01T00:00:00Z" })).rejects.toMatchObject(field);
    });

    it("told under one effect key is told once", async () => {
      const step = { ...editor, effectKey: `step/${uuidv7()}` };
      const input = told(`Effect ${newName()}`);
      const first = await memory.addMemory(step, input);
      expect(await memory.addMemory(step, input)).toEqual(first);
      expect((await memory.getMemory(editor, { memory_id: first.id })).times_told).toBe(1);
    });
  });

  describe("a newer fact", () => {
    it("ends the one that it contradicts, from the day it holds", async () => {
      const name = newName();
      const old = await memory.addMemory(editor, told(`The ${name} fee is 5 EUR.`, { valid_from: "2026-01-01T00:00:00Z" }));
      const newer = await memory.addMemory(editor, told(`Our ${name} fee is 6 EUR.`, { valid_from: "2026-02-01T00:00:00Z" }));
      expect(newer.closed).toEqual([old.id]);
      expect(await memory.getMemory(editor, { memory_id: old.id })).toMatchObject({
        valid_to: "2026-02-01T00:00:00.000Z",
        version: 2,
        text: old.text,
      });
      const back = await memory.addMemory(editor, told(`The ${name} fee is 5 EUR.`, { valid_from: "2026-03-01T00:00:00Z" }));
      expect(back).toMatchObject({ outcome: "added", closed: [newer.id] });
    });

    it("ends nothing when it is not newer, of another person or kind, in another language, or itself has an end", async () => {
      const name = newName();
      const old = await memory.addMemory(editor, told(`The ${name} fee is 5 EUR.`, { valid_from: "2026-01-01T00:00:00Z" }));
      const others: Partial<NewMemory>[] = [
        { valid_from: "2026-01-01T00:00:00Z" },
        { valid_from: "2025-12-01T00:00:00Z" },
        { person: "ann" },
        { kind: "conversation" },
        { kind: "technical_knowledge" },
        { language: "de" },
        { valid_to: "2027-01-01T00:00:00Z" },
      ];
      for (const [index, parts] of others.entries()) {
        expect((await memory.addMemory(editor, told(`The ${name} fee is ${index + 6} EUR.`, parts))).closed).toEqual([]);
      }
      expect((await memory.getMemory(editor, { memory_id: old.id })).valid_to).toBeNull();
    });
  });

  describe("a change", () => {
    it("stays within what was given, and moves the text in the index", async () => {
      const name = newName();
      const kept = await memory.addMemory(editor, told(`Old ${name}`, { tags: ["t"], origin: "o", importance: 2 }));
      const next = await memory.updateMemory(editor, { memory_id: kept.id, text: `New ${name}`, importance: 4, origin: null });
      expect(next).toMatchObject({ text: `New ${name}`, importance: 4, origin: null, tags: ["t"], keep_until: null, version: 2 });
      expect(await indexed(kept.id)).toEqual([`New ${name}`]);
    });

    it("is refused when it was based on an older state, and when another memory says the same", async () => {
      const kept = await memory.addMemory(editor, told(`First ${newName()}`));
      const other = await memory.addMemory(editor, told(`Second ${newName()}`));
      await memory.updateMemory(editor, { memory_id: kept.id, importance: 4, if_match: memoryEtag(kept) });
      const stale = { code: "stale", details: { etag: memoryEtag({ id: kept.id, version: 2 }) } };
      await expect(memory.updateMemory(editor, { memory_id: kept.id, importance: 5, if_match: memoryEtag(kept) })).rejects.toMatchObject(stale);
      await expect(memory.deleteMemory(editor, { memory_id: kept.id, if_match: memoryEtag(kept) })).rejects.toMatchObject(stale);
      await expect(memory.updateMemory(editor, { memory_id: kept.id, text: other.text })).rejects.toMatchObject({ code: "conflict" });
      expect(await memory.getMemory(editor, { memory_id: kept.id })).toMatchObject({ text: kept.text, importance: 4 });
    });
  });

  it("what is deleted is gone, from the index too", async () => {
    const { id } = await memory.addMemory(editor, told(`Gone ${newName()}`));
    expect(await memory.deleteMemory(editor, { memory_id: id })).toEqual({ id, forgotten: true });
    expect(await indexed(id)).toEqual([]);
    for (const again of [memory.getMemory, memory.deleteMemory, memory.updateMemory]) {
      await expect(again(editor, { memory_id: id })).rejects.toMatchObject({ code: "not_found" });
    }
  });

  it("the list is newest first, page by page, and by kind, tag, person, worth and time", async () => {
    const tag = newName();
    for (let index = 0; index < 5; index++) {
      world.clock.advance(1_000);
      await memory.addMemory(editor, told(`Listed ${index} ${tag}`, { tags: [tag], importance: index + 1, person: index === 2 ? tag : "x" }));
    }
    const shown: string[] = [];
    let cursor: string | undefined;
    do {
      const answer = await memory.listMemories(editor, { limit: 2, tag, ...(cursor === undefined ? {} : { cursor }) });
      shown.push(...answer.data.map(({ text }) => text.slice(0, 8)));
      cursor = answer.next_cursor ?? undefined;
    } while (cursor !== undefined);
    expect(shown).toEqual([4, 3, 2, 1, 0].map((index) => `Listed ${index}`.slice(0, 8)));
    const countOf = async (filter: object): Promise<number> => (await memory.listMemories(editor, { limit: 100, tag, ...filter })).data.length;
    expect(await countOf({ min_importance: 4 })).toBe(2);
    expect(await countOf({ person: tag })).toBe(1);
    expect(await countOf({ kind: "conversation" })).toBe(0);
    expect(await countOf({ at: "2001-01-01T00:00:00Z" })).toBe(0);
    expect(await countOf({ at: "2030-01-01T00:00:00Z" })).toBe(5);
    await expect(memory.listMemories(editor, { limit: 1, cursor: "bm8" })).rejects.toMatchObject({
      details: { issues: [{ loc: ["query", "cursor"] }] },
    });
  });

  it("the counters say what a count would", async () => {
    const agent = { ...editor, actor: { kind: "agent", id: newName() } as const };
    const { id } = await memory.addMemory(agent, told(`é ${newName()}`));
    await memory.addMemory(agent, told(`Said ${newName()}`, { kind: "conversation" }));
    await memory.addMemory(agent, told(`Said ${newName()}`, { kind: "conversation" }));
    await memory.updateMemory(agent, { memory_id: id, text: "ééé", kind: "strategic_insight" });
    const stats = await memory.getMemoryStats(editor, undefined);
    const { rows } = await database().sql.execute(
      sql`select count(*)::int as total, count(*) filter (where kind = 'conversation')::int as short, sum(octet_length(text))::int as bytes from memory.memories`,
    );
    expect(rows).toEqual([{ total: stats.total_memories, short: stats.short_term_count, bytes: stats.memory_usage_bytes }]);
    expect(stats.long_term_count).toBe(stats.total_memories - stats.short_term_count);
    expect(stats.by_agent[agent.actor.id]).toEqual({ memories: 3, usage_mb: 0, last_access: world.clock.now().toISOString() });
  });
});
