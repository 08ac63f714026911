import type { NewMemory } from "@cofounder/contracts";
import { uuidv7 } from "@cofounder/kernel";
import { ctxOf, eachDatabase } from "@cofounder/testing";
import { beforeEach, expect, it } from "vitest";
import { memoryWorld } from "../../../../test/memory-world.ts";
import type { Memory } from "../index.ts";

const editor = ctxOf("editor");
const told = (text: string, parts: Partial<NewMemory> = {}): NewMemory => ({
  ...{ text, kind: "business_fact", tags: [], importance: 3, confidence: 1, language: "en" },
  ...parts,
});
const newName = (): string => `n${uuidv7().slice(-12)}`;

eachDatabase((database) => {
  let memory: Memory;
  beforeEach(() => {
    ({ memory } = memoryWorld(database()));
  });
  const total = async (): Promise<number> => (await memory.getMemoryStats(editor, undefined)).total_memories;

  it("a thousand are kept at once, and merged when they come again", async () => {
    const name = newName();
    const items = Array.from({ length: 1_000 }, (_, index) => told(`Lesson ${index} of ${name}`));
    const before = await total();
    const first = await memory.addMemories(editor, { items });
    expect([first.added, first.merged, first.results.length]).toEqual([1_000, 0, 1_000]);
    expect((await memory.getMemory(editor, { memory_id: first.results[999]?.id ?? "" })).text).toBe(`Lesson 999 of ${name}`);
    const again = await memory.addMemories(editor, { items });
    expect([again.added, again.merged]).toEqual([0, 1_000]);
    expect(again.results.map(({ id }) => id)).toEqual(first.results.map(({ id }) => id));
    expect(await total()).toBe(before + 1_000);
  });

  it("those that say the same within the request are one, with the worth of all", async () => {
    const name = newName();
    const items = [
      told(`Rye ${name}`, { tags: ["a"], importance: 1 }),
      told(`Oats ${name}`),
      told(`rye ${name}.`, { tags: ["b"], importance: 4, origin: "o" }),
    ];
    const { results, added, merged } = await memory.addMemories(editor, { items });
    expect([added, merged]).toEqual([2, 1]);
    expect(results[2]?.id).toBe(results[0]?.id);
    expect(await memory.getMemory(editor, { memory_id: results[0]?.id ?? "" })).toMatchObject({
      ...{ text: `Rye ${name}`, tags: ["a", "b"], importance: 4, origin: "o", times_told: 2, keep_until: null, version: 1 },
    });
  });

  it("of those that contradict each other the newest stays open, and of the same moment all", async () => {
    const name = newName();
    const fee = (euros: number, day?: string) =>
      told(`The ${name} fee is ${euros} EUR.`, day === undefined ? {} : { valid_from: `2026-01-0${day}T00:00:00Z` });
    const { results, closed } = await memory.addMemories(editor, { items: [fee(7, "2"), fee(8, "3"), fee(6, "1")] });
    expect(new Set(closed)).toEqual(new Set([results[0]?.id, results[2]?.id]));
    const other = newName();
    const same = [5, 6].map((euros) => told(`The ${other} fee is ${euros} EUR.`));
    expect((await memory.addMemories(editor, { items: same })).closed).toEqual([]);
  });

  it("one that cannot be taken refuses all, by its field", async () => {
    const id = uuidv7();
    const before = await total();
    const cases: [NewMemory[], (string | number)[]][] = [
      [
        [told("a", { id }), told("b", { id })],
        ["body", "items", 1, "id"],
      ],
      [
        [told("a"), told("b", { valid_from: "2026-01-02T00:00:00Z", valid_to: "2026-01-01T00:00:00Z" })],
        ["body", "items", 1, "valid_to"],
      ],
    ];
    for (const [items, loc] of cases) {
      await expect(memory.addMemories(editor, { items })).rejects.toMatchObject({ code: "invalid", details: { issues: [{ loc }] } });
    }
    const { id: taken } = await memory.addMemory(editor, told(`Taken ${newName()}`));
    await expect(memory.addMemories(editor, { items: [told(`New ${newName()}`), told("other", { id: taken })] })).rejects.toMatchObject({
      code: "conflict",
    });
    expect(await total()).toBe(before + 1);
  });

  it("told under one effect key they are told once", async () => {
    const step = { ...editor, effectKey: `step/${uuidv7()}` };
    const items = [told(`Effect ${newName()}`)];
    expect(await memory.addMemories(step, { items })).toEqual(await memory.addMemories(step, { items }));
  });
});
