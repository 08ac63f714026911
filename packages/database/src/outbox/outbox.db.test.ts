import { type NewEvent } from "@cofounder/contracts";
import { type Ctx, rolePermissions, uuidv7 } from "@cofounder/kernel";
import { eachDatabase } from "@cofounder/testing";
import { eq, sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { eventPayloads, events, outbox } from "../tables.ts";
import { announce } from "./announce.ts";
import { appendBatch } from "./appender.ts";
import { createDispatcher, type DeliveredEvent } from "./dispatcher.ts";
import { cancelReactions, lastSeq, readEvents, verifyTrail } from "./read-events.ts";

const ctx: Ctx = { actor: { kind: "user", id: uuidv7() }, permissions: rolePermissions.owner, requestId: "request-1" };
const published = (subjectId = uuidv7()): NewEvent => ({ type: "post.published", subjectId, data: { slug: "a-post", title: "A post" } });

eachDatabase((database) => {
  describe("the trail", () => {
    it("numbers committed events without gaps, also when transactions fail and commit at once", async () => {
      const before = await lastSeq(database().sql);
      const writes = Array.from({ length: 40 }, (_, index) =>
        database()
          .transaction(async (tx) => {
            await announce(tx, ctx, published());
            if (index % 4 === 0) throw new Error("rolled back");
          })
          .then(
            () => "committed",
            (error: Error) => error.message,
          ),
      );
      expect(new Set(await Promise.all(writes))).toEqual(new Set(["committed", "rolled back"]));
      await Promise.all([1, 2, 3].map(() => database().transaction((tx) => appendBatch(tx, []))));
      const rows = await readEvents(database().sql, ctx, { afterSeq: before, limit: 100 });
      expect(rows.map((row) => row.seq)).toEqual(Array.from({ length: 30 }, (_, index) => before + index + 1));
      expect(await database().sql.$count(outbox, eq(outbox.isAppended, false))).toBe(0);
    });

    it("is whole, and says which row was altered or lost", async () => {
      expect((await verifyTrail(database().sql)).broken).toBeNull();
      const last = await lastSeq(database().sql);
      await database().transaction(
        async (tx) =>
          void (await tx
            .update(events)
            .set({ subjectId: "another" })
            .where(eq(events.seq, last - 3))),
      );
      expect((await verifyTrail(database().sql)).broken).toEqual({ seq: last - 3, reason: "altered" });
      await database().transaction(async (tx) => void (await tx.delete(events).where(eq(events.seq, last - 5))));
      expect((await verifyTrail(database().sql)).broken).toEqual({ seq: last - 5, reason: "missing" });
    });

    it("stays whole when a payload is erased, but not when one is changed", async () => {
      await database().transaction(async (tx) => {
        await tx.delete(events);
        await tx.delete(eventPayloads);
        for (let index = 0; index < 3; index++) await announce(tx, ctx, published());
      });
      await database().transaction((tx) => appendBatch(tx, []));
      await database().transaction(async (tx) => void (await tx.delete(eventPayloads).where(eq(eventPayloads.seq, 1))));
      expect((await verifyTrail(database().sql)).broken).toBeNull();
      await database().transaction(
        async (tx) =>
          void (await tx
            .update(eventPayloads)
            .set({ payload: { slug: "forged" } })
            .where(eq(eventPayloads.seq, 2))),
      );
      expect((await verifyTrail(database().sql)).broken).toEqual({ seq: 2, reason: "payload_altered" });
    });

    it("shows only what the reader may see", async () => {
      const nobody = { ...ctx, permissions: new Set<never>() };
      expect(await readEvents(database().sql, nobody, { afterSeq: 0, limit: 10 })).toEqual([]);
    });
  });

  describe("reactions", () => {
    it("are delivered once each by two dispatchers at work together, and again after a failure", async () => {
      await database().transaction(async (tx) => void (await tx.delete(outbox)));
      const seen: string[] = [];
      let failures = 1;
      let finished: () => void = () => undefined;
      const all = new Promise<void>((resolve) => (finished = resolve));
      const react = async (event: DeliveredEvent) => {
        if (failures > 0) {
          failures -= 1;
          throw new Error("not yet");
        }
        seen.push(event.subjectId);
        if (seen.length === 12) finished();
      };
      const subjects = Array.from({ length: 12 }, () => uuidv7());
      await database().transaction(async (tx) => {
        for (const subject of subjects) await announce(tx, ctx, published(subject));
      });
      const reports: unknown[] = [];
      const dispatchers = [1, 2].map(() =>
        createDispatcher({
          sql: database().sql,
          transaction: database().transaction,
          reactions: { "post.published": react },
          report: (error) => reports.push(error),
        }),
      );
      for (const dispatcher of dispatchers) dispatcher.wake();
      await all;
      await Promise.all(dispatchers.map((dispatcher) => dispatcher.stop()));
      expect(seen.toSorted()).toEqual(subjects.toSorted());
      expect(reports).toHaveLength(1);
      await database().transaction((tx) => appendBatch(tx, ["post.published"]));
      expect(await database().sql.$count(outbox)).toBe(0);
    });

    it("to one subject come one after another, in order, also from two dispatchers", async () => {
      await database().transaction(async (tx) => void (await tx.delete(outbox)));
      const subject = uuidv7();
      const order: string[] = [];
      let letGo: () => void = () => undefined;
      let begun: () => void = () => undefined;
      let finished: () => void = () => undefined;
      const held = new Promise<void>((resolve) => (letGo = resolve));
      const firstBegins = new Promise<void>((resolve) => (begun = resolve));
      const bothDone = new Promise<void>((resolve) => (finished = resolve));
      await database().transaction(async (tx) => {
        await announce(tx, ctx, { type: "task.paused", subjectId: subject, data: { reason: "person" } });
        await announce(tx, ctx, { type: "task.resumed", subjectId: subject, data: {} });
      });
      const reactions = {
        "task.paused": async () => {
          order.push("pause begins");
          begun();
          await held;
          order.push("pause ends");
        },
        "task.resumed": () => {
          order.push("resume");
          finished();
          return Promise.resolve();
        },
      };
      const { sql: sqlOf, transaction } = database();
      const dispatchers = [1, 2].map(() =>
        createDispatcher({ sql: sqlOf, transaction, reactions, report: (error) => expect.unreachable(String(error)) }),
      );
      for (const dispatcher of dispatchers) dispatcher.wake();
      await firstBegins;
      letGo();
      await bothDone;
      await Promise.all(dispatchers.map((dispatcher) => dispatcher.stop()));
      expect(order).toEqual(["pause begins", "pause ends", "resume"]);
    });

    it("wait until they are due, and can be taken back until then", async () => {
      await database().transaction(async (tx) => void (await tx.delete(outbox)));
      const subject = uuidv7();
      const later = new Date(Date.now() + 3_600_000);
      await database().transaction((tx) => announce(tx, ctx, { ...published(subject), dueAt: later }));
      await database().transaction((tx) => appendBatch(tx, ["post.published"]));
      const [waiting] = await database().sql.select().from(outbox);
      expect(waiting).toMatchObject({ isAppended: true, isDispatched: false, attempts: 0 });
      expect(await database().transaction((tx) => cancelReactions(tx, "post.published", subject))).toBe(true);
      expect(await database().transaction((tx) => cancelReactions(tx, "post.published", subject))).toBe(false);
      expect(await database().sql.$count(outbox)).toBe(0);
    });
  });

  it("who works on the outbox is woken when an event was announced, and by nothing else", async () => {
    let wake: () => void = () => undefined;
    const woken = new Promise<void>((resolve) => (wake = resolve));
    let wakes = 0;
    const stop = database().outbox.onGrowth(() => {
      wakes += 1;
      wake();
    });
    await database().transaction((tx) => tx.execute(sql`select 1`));
    expect(wakes).toBe(0);
    await database().transaction((tx) => announce(tx, ctx, published()));
    await woken;
    stop();
    await database().transaction((tx) => announce(tx, ctx, published()));
    expect(wakes).toBe(1);
    expect(await database().sql.$count(outbox)).toBeGreaterThan(0);
    await database().transaction(async (tx) => void (await tx.execute(sql`delete from floor.outbox`)));
  });
});
