import { eachDatabase, testClock } from "@cofounder/testing";
import { eq } from "drizzle-orm";
import { expect, it } from "vitest";
import type { Database } from "../create-database.ts";
import * as floorTables from "../tables.ts";
import { createIdempotencyStore } from "./idempotency.ts";

const dayMs = 86_400_000;
const asked = (bodyHash = "body") => ({ bodyHash, lockMs: 10_000 });

eachDatabase((database) => {
  const open = () => {
    const clock = testClock();
    const { sql, transaction }: Database = database();
    return { clock, sql, store: createIdempotencyStore({ sql, transaction, clock }) };
  };

  it("a new key is taken by exactly one of many who ask at once", async () => {
    const { store } = open();
    const begun = await Promise.all(Array.from({ length: 20 }, () => store.begin("race", asked())));
    expect(begun.filter(({ kind }) => kind === "new")).toHaveLength(1);
    expect(begun.filter(({ kind }) => kind === "running")).toHaveLength(19);
  });

  it("a finished key gives its answer, and refuses another body", async () => {
    const { store } = open();
    await store.begin("finished", asked());
    await store.finish("finished", { status: 201, text: '{"id":1}' });
    expect(await store.begin("finished", asked())).toEqual({ kind: "done", answer: { status: 201, text: '{"id":1}' } });
    expect(await store.begin("finished", asked("other"))).toEqual({ kind: "other_body" });
  });

  it("a running key says how long to wait", async () => {
    const { store, clock } = open();
    await store.begin("running", asked());
    clock.advance(4000);
    expect(await store.begin("running", asked())).toEqual({ kind: "running", retryAfterSeconds: 6 });
  });

  it("a key left locked by a server that died is taken over for the same effect, by the same body only", async () => {
    const { store, clock } = open();
    const first = await store.begin("left", asked());
    clock.advance(10_001);
    expect(await store.begin("left", asked("other"))).toEqual({ kind: "other_body" });
    expect(await store.begin("left", asked())).toEqual(first);
    expect(await store.begin("left", asked())).toMatchObject({ kind: "running" });
  });

  it("a released key is new again, a finished one stays", async () => {
    const { store } = open();
    await store.begin("released", asked());
    await store.release("released");
    expect(await store.begin("released", asked("other"))).toMatchObject({ kind: "new" });
    await store.finish("released", { status: 200, text: "" });
    await store.release("released");
    expect(await store.begin("released", asked("other"))).toMatchObject({ kind: "done" });
  });

  it("after a day a key is new, for another effect, and pruning forgets it", async () => {
    const { store, clock, sql } = open();
    const first = await store.begin("old", asked());
    await store.finish("old", { status: 200, text: "" });
    clock.advance(dayMs + 1);
    const second = await store.begin("old", asked("other"));
    expect(second).toMatchObject({ kind: "new" });
    expect(second).not.toEqual(first);
    clock.advance(dayMs + 1);
    await store.prune();
    expect(await sql.select().from(floorTables.idempotencyKeys).where(eq(floorTables.idempotencyKeys.key, "old"))).toEqual([]);
  });
});
