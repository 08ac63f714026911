import { events, type EventType, type NewMemory } from "@cofounder/contracts";
import { floorTables } from "@cofounder/database";
import { anonymousCtx, type Ctx, type Permission, uuidv7 } from "@cofounder/kernel";
import { ctxOf, eachDatabase, outcomeOf } from "@cofounder/testing";
import { asc, eq } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import { type MemoryWorld, memoryWorld } from "../../../test/memory-world.ts";
import type { Memory } from "./index.ts";

const editor = ctxOf("editor");
const viewer = ctxOf("viewer");
const visitor = anonymousCtx("test");

const fact = (text: string, parts: Partial<NewMemory> = {}): NewMemory => ({
  ...{ text, kind: "business_fact", tags: [], importance: 3, confidence: 1, language: "en" },
  ...parts,
});

/** What each operation asks for, with an input that would be good. */
const guarded: [keyof Memory, Permission, (id: string) => object][] = [
  ["addMemory", "memory.write", () => fact("Something new.")],
  ["addMemories", "memory.write", () => ({ items: [fact("Something new.")] })],
  ["searchMemories", "memory.read", () => ({ query: "anything", limit: 1 })],
  ["updateMemory", "memory.write", (id) => ({ memory_id: id, importance: 5 })],
  ["deleteMemory", "memory.write", (id) => ({ memory_id: id })],
  ["forgetMemories", "memory.write", () => ({ filter: { tags: ["nowhere"] }, preview: false })],
  ["exportPerson", "memory.read", () => ({ person: "nobody", limit: 1 })],
  ["erasePerson", "memory.write", () => ({ person: "nobody" })],
  ["forgetOutlived", "memory.write", () => ({})],
  ["getMemory", "memory.read", (id) => ({ memory_id: id })],
  ["listMemories", "memory.read", () => ({ limit: 1 })],
  ["getMemoryStats", "memory.read", () => ({})],
];

eachDatabase((database) => {
  let world: MemoryWorld;
  let memory: Memory;
  beforeEach(() => {
    world = memoryWorld(database());
    ({ memory } = world);
  });

  it("has each of its operations guarded, and no other", () => {
    expect(guarded.map(([name]) => name).toSorted()).toEqual(Object.keys(memory).toSorted());
  });

  describe.each(guarded)("%s", (name, permission, inputFor) => {
    it(`needs ${permission}: a stranger is asked to sign in, somebody without it is refused, and nothing changes`, async () => {
      const kept = await memory.addMemory(editor, fact(`Kept ${uuidv7()}`));
      const before = await memory.getMemoryStats(editor, undefined);
      const operation = memory[name] as (ctx: Ctx, input: object) => Promise<unknown>;
      const others = new Set([...editor.permissions].filter((held) => held !== permission));
      expect(await outcomeOf(operation(visitor, inputFor(kept.id)))).toBe("unauthenticated");
      expect(await outcomeOf(operation({ ...editor, permissions: others }, inputFor(kept.id)))).toBe("forbidden");
      expect(await outcomeOf(operation(viewer, inputFor(kept.id)))).toEqual(permission === "memory.read" ? expect.any(Object) : "forbidden");
      expect((await memory.getMemory(editor, { memory_id: kept.id })).version).toBe(1);
      expect(await memory.getMemoryStats(editor, undefined)).toEqual(before);
    });
  });

  it("each write is told once, in its order, with what the contract says and without the text", async () => {
    const { id } = await memory.addMemory(editor, fact(`The fee of ${uuidv7()} is 5 EUR.`));
    await memory.updateMemory(editor, { memory_id: id, importance: 5 });
    await memory.deleteMemory(editor, { memory_id: id });
    const { outbox } = floorTables;
    const told = await database().sql.select().from(outbox).where(eq(outbox.subjectId, id)).orderBy(asc(outbox.position));
    expect(told.map(({ type }) => type)).toEqual(["memory.added", "memory.changed", "memory.forgotten"]);
    for (const { type, payload } of told) {
      expect(events[type as EventType].data.strict().safeParse(payload).success).toBe(true);
      expect(JSON.stringify(payload)).not.toContain("EUR");
    }
  });
});
