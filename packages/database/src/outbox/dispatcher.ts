import type { EventType } from "@cofounder/contracts";
import { and, asc, eq, inArray, isNull, lt, lte, notExists, or, type SQL, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { outbox } from "../tables.ts";
import type { Sql, Transaction, Tx } from "../types.ts";
import { createLoop, type Loop } from "./loop.ts";

/** What a reaction gets: the fact, with the id that makes a repeat harmless. */
export interface DeliveredEvent {
  id: string;
  type: string;
  subjectId: string;
  taskId: string | null;
  payload: Record<string, unknown>;
}

export type Reaction = (event: DeliveredEvent) => Promise<void>;

export interface DispatcherOptions {
  sql: Sql;
  transaction: Transaction;
  reactions: Partial<Record<EventType, Reaction>>;
  report: (error: unknown, event?: DeliveredEvent) => void;
}

export type Dispatcher = Loop;

const batchSize = 20;
const claimSeconds = 30;
const longestBackoffSeconds = 60;

const earlier = alias(outbox, "earlier");

/** What happened to one subject is reacted to in its order: a later fact waits while an earlier one is under way. */
function isFirstOfSubject(db: Sql, types: EventType[]): SQL {
  return notExists(
    db
      .select({ position: earlier.position })
      .from(earlier)
      .where(
        and(
          eq(earlier.subjectId, outbox.subjectId),
          lt(earlier.position, outbox.position),
          eq(earlier.isDispatched, false),
          inArray(earlier.type, types),
          lte(earlier.dueAt, sql`now()`),
        ),
      ),
  );
}

async function claim(tx: Tx, types: EventType[]) {
  const due = await tx
    .select({ position: outbox.position })
    .from(outbox)
    .where(
      and(
        eq(outbox.isDispatched, false),
        inArray(outbox.type, types),
        lte(outbox.dueAt, sql`now()`),
        or(isNull(outbox.claimedUntil), lte(outbox.claimedUntil, sql`now()`)),
        isFirstOfSubject(tx, types),
      ),
    )
    .orderBy(asc(outbox.dueAt), asc(outbox.position))
    .limit(batchSize)
    .for("update", { skipLocked: true });
  if (due.length === 0) return [];
  return tx
    .update(outbox)
    .set({ claimedUntil: sql`now() + make_interval(secs => ${claimSeconds})`, attempts: sql`${outbox.attempts} + 1` })
    .where(
      inArray(
        outbox.position,
        due.map((row) => row.position),
      ),
    )
    .returning();
}

async function finish(tx: Tx, position: number): Promise<void> {
  await tx.delete(outbox).where(and(eq(outbox.position, position), outbox.isAppended));
  await tx.update(outbox).set({ isDispatched: true }).where(eq(outbox.position, position));
}

async function postpone(tx: Tx, { position, attempts }: { position: number; attempts: number }, error: unknown): Promise<void> {
  const seconds = Math.min(2 ** Math.min(attempts, 10) / 2, longestBackoffSeconds);
  await tx
    .update(outbox)
    .set({ claimedUntil: null, dueAt: sql`now() + make_interval(secs => ${seconds})`, lastError: String(error).slice(0, 500) })
    .where(eq(outbox.position, position));
}

async function dueInMs(db: Sql, types: EventType[]): Promise<number | null> {
  const [next] = await db
    .select({
      ms: sql<string | null>`extract(epoch from min(greatest(${outbox.dueAt}, coalesce(${outbox.claimedUntil}, ${outbox.dueAt}))) - now()) * 1000`,
    })
    .from(outbox)
    .where(and(eq(outbox.isDispatched, false), inArray(outbox.type, types), isFirstOfSubject(db, types)));
  return next?.ms === null || next?.ms === undefined ? null : Math.max(Number(next.ms), 5);
}

/**
 * Starts what an event starts. A claimed row belongs to one replica for 30 s; a reaction that fails is tried again with
 * growing pauses, so each reaction must be harmless when repeated for the same event id. Facts about one subject are reacted to in order.
 */
export function createDispatcher(options: DispatcherOptions): Dispatcher {
  const types = Object.keys(options.reactions) as EventType[];

  async function deliver(row: Awaited<ReturnType<typeof claim>>[number]): Promise<void> {
    const event = { id: row.id, type: row.type, subjectId: row.subjectId, taskId: row.taskId, payload: row.payload };
    try {
      await options.reactions[row.type as EventType]?.(event);
    } catch (error) {
      options.report(error, event);
      return options.transaction((tx) => postpone(tx, row, error));
    }
    await options.transaction((tx) => finish(tx, row.position));
  }

  return createLoop({
    retryMs: 1000,
    report: (error) => options.report(error),
    async run() {
      const rows = await options.transaction((tx) => claim(tx, types));
      await Promise.all(rows.map(deliver));
      if (rows.length > 0) return { again: true };
      return { again: false, dueInMs: await dueInMs(options.sql, types) };
    },
  });
}
