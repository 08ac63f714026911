import { type Event, type EventType, events as kinds } from "@cofounder/contracts";
import { isAllowed, type Ctx } from "@cofounder/kernel";
import { and, asc, desc, eq, gt, inArray } from "drizzle-orm";
import { eventPayloads, events, outbox } from "../tables.ts";
import type { Sql, Tx } from "../types.ts";
import { chainStart, hashPayload, hashRow } from "./chain.ts";

export interface ReadEventsQuery {
  /** Events with a greater sequence number. */
  afterSeq: number;
  limit: number;
  taskId?: string;
  types?: EventType[];
}

/** The types of event that this context may see. */
function visibleTypes(ctx: Pick<Ctx, "permissions">, wanted?: EventType[]): EventType[] {
  return (wanted ?? (Object.keys(kinds) as EventType[])).filter((type) => isAllowed(ctx as Ctx, kinds[type].read));
}

/** A piece of the trail, oldest first, of what the context may see. */
export async function readEvents(sql: Sql, ctx: Pick<Ctx, "permissions">, query: ReadEventsQuery): Promise<{ seq: number; event: Event }[]> {
  const types = visibleTypes(ctx, query.types);
  if (types.length === 0) return [];
  const rows = await sql
    .select({ row: events, payload: eventPayloads.payload })
    .from(events)
    .leftJoin(eventPayloads, eq(eventPayloads.seq, events.seq))
    .where(and(gt(events.seq, query.afterSeq), inArray(events.type, types), query.taskId === undefined ? undefined : eq(events.taskId, query.taskId)))
    .orderBy(asc(events.seq))
    .limit(query.limit);
  return rows.map(({ row, payload }) => ({
    seq: row.seq,
    event: {
      id: String(row.seq),
      type: row.type,
      at: row.at.toISOString(),
      actor: { kind: row.actorKind as Event["actor"]["kind"], id: row.actorId, ...(row.onBehalfOf === null ? {} : { on_behalf_of: row.onBehalfOf }) },
      subject: { kind: row.subjectKind, id: row.subjectId },
      ...(row.taskId === null ? {} : { task_id: row.taskId }),
      ...(row.requestId === null ? {} : { request_id: row.requestId }),
      data: payload,
    },
  }));
}

/** The newest sequence number of the trail; 0 when it is empty. */
export async function lastSeq(sql: Sql): Promise<number> {
  const [last] = await sql.select({ seq: events.seq }).from(events).orderBy(desc(events.seq)).limit(1);
  return last?.seq ?? 0;
}

/** Takes back reactions that have not begun: true when there was one to take back. */
export async function cancelReactions(tx: Tx, type: EventType, subjectId: string): Promise<boolean> {
  const waiting = and(eq(outbox.type, type), eq(outbox.subjectId, subjectId), eq(outbox.isDispatched, false), eq(outbox.attempts, 0));
  const rows = await tx.update(outbox).set({ isDispatched: true }).where(waiting).returning({ position: outbox.position });
  const positions = rows.map((row) => row.position);
  if (positions.length > 0) await tx.delete(outbox).where(and(inArray(outbox.position, positions), eq(outbox.isAppended, true)));
  return rows.length > 0;
}

export interface TrailVerdict {
  rows: number;
  /** The first row that is missing, altered or out of place, with what is wrong; null when the chain is whole. */
  broken: { seq: number; reason: "missing" | "altered" | "payload_altered" } | null;
}

const verifyBatch = 1000;

/** Follows the chain from its start and finds an altered or missing row. An erased payload is no break. */
export async function verifyTrail(sql: Sql): Promise<TrailVerdict> {
  let previous = chainStart;
  let rows = 0;
  for (;;) {
    const batch = await sql
      .select({ row: events, payload: eventPayloads.payload })
      .from(events)
      .leftJoin(eventPayloads, eq(eventPayloads.seq, events.seq))
      .where(gt(events.seq, rows))
      .orderBy(asc(events.seq))
      .limit(verifyBatch);
    for (const { row, payload } of batch) {
      rows += 1;
      if (row.seq !== rows) return { rows, broken: { seq: rows, reason: "missing" } };
      if (payload !== null && !Buffer.from(hashPayload(payload)).equals(row.payloadHash))
        return { rows, broken: { seq: rows, reason: "payload_altered" } };
      if (!Buffer.from(hashRow(previous, row)).equals(row.hash)) return { rows, broken: { seq: rows, reason: "altered" } };
      previous = row.hash;
    }
    if (batch.length < verifyBatch) return { rows, broken: null };
  }
}
