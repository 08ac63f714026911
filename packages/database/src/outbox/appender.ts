import type { EventType } from "@cofounder/contracts";
import { and, asc, desc, eq, inArray, notInArray, sql } from "drizzle-orm";
import { eventPayloads, events, outbox } from "../tables.ts";
import type { Transaction, Tx } from "../types.ts";
import { chainStart, hashPayload, hashRow } from "./chain.ts";
import { createLoop, type Loop } from "./loop.ts";

const batchSize = 200;
/** The lock that the one appender of the moment holds for its transaction. */
const appenderLock = 7_215_402;

export interface AppenderOptions {
  transaction: Transaction;
  /** Types that somebody reacts to; all others leave the outbox as soon as they stand in the trail. */
  reactiveTypes: readonly EventType[];
  report: (error: unknown) => void;
}

export type Appender = Loop;

async function lastLink(tx: Tx): Promise<{ seq: number; hash: Uint8Array }> {
  const [last] = await tx.select({ seq: events.seq, hash: events.hash }).from(events).orderBy(desc(events.seq)).limit(1);
  return last ?? { seq: 0, hash: chainStart };
}

/** Moves committed rows from the outbox to the trail, in order, without gaps. Returns how many were moved. */
export async function appendBatch(tx: Tx, reactiveTypes: readonly EventType[]): Promise<number> {
  await tx.execute(sql`select pg_advisory_xact_lock(${appenderLock})`);
  const rows = await tx.select().from(outbox).where(eq(outbox.isAppended, false)).orderBy(asc(outbox.position)).limit(batchSize);
  if (rows.length === 0) return 0;
  let link = await lastLink(tx);
  const links = rows.map((row) => {
    const seq = link.seq + 1;
    const chained = {
      seq,
      id: row.id,
      type: row.type,
      at: row.at,
      actorKind: row.actor.kind,
      actorId: row.actor.id,
      onBehalfOf: row.actor.on_behalf_of ?? null,
      subjectKind: row.subjectKind,
      subjectId: row.subjectId,
      taskId: row.taskId,
      requestId: row.requestId,
      payloadHash: hashPayload(row.payload),
    };
    link = { seq, hash: hashRow(link.hash, chained) };
    return { ...chained, hash: link.hash };
  });
  await tx.insert(events).values(links);
  await tx.insert(eventPayloads).values(rows.map((row, index) => ({ seq: links[index]?.seq ?? 0, payload: row.payload })));
  const positions = rows.map((row) => row.position);
  const moved = inArray(outbox.position, positions);
  await tx.delete(outbox).where(and(moved, sql`(${outbox.isDispatched} or ${notInArray(outbox.type, [...reactiveTypes, ""])})`));
  await tx.update(outbox).set({ isAppended: true }).where(moved);
  await tx.execute(sql`select pg_notify('events', '')`);
  return rows.length;
}

/** Moves what this process and others have announced; several replicas take turns by a lock. */
export function createAppender(options: AppenderOptions): Appender {
  return createLoop({
    retryMs: 1000,
    restMs: 50,
    report: options.report,
    async run() {
      const moved = await options.transaction((tx) => appendBatch(tx, options.reactiveTypes));
      return moved === batchSize ? { again: true } : { again: false, dueInMs: null };
    },
  });
}
