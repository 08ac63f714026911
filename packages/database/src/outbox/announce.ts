import { events, type NewEvent } from "@cofounder/contracts";
import { type Ctx, uuidv7 } from "@cofounder/kernel";
import { sql } from "drizzle-orm";
import { outbox } from "../tables.ts";
import type { Tx, Writer } from "../types.ts";

/** A fact to announce. With `dueAt`, the reactions begin then; the event itself stands in the trail at once. */
export type Announced = NewEvent & { dueAt?: Date };

function rowOf(ctx: Ctx, event: Announced) {
  const { actor } = ctx;
  const onBehalfOf = actor.kind === "agent" || actor.kind === "system" ? actor.onBehalfOf : undefined;
  return {
    id: uuidv7(),
    type: event.type,
    subjectKind: events[event.type].subject,
    subjectId: event.subjectId,
    actor: { kind: actor.kind, id: actor.id, ...(onBehalfOf === undefined ? {} : { on_behalf_of: onBehalfOf }) },
    taskId: ctx.taskId ?? (events[event.type].subject === "task" ? event.subjectId : null),
    requestId: ctx.requestId,
    payload: event.data as Record<string, unknown>,
    dueAt: event.dueAt,
  };
}

const announcing = new WeakSet<object>();

/** Whether something was announced in this transaction: then the outbox's loops are woken when it has committed. */
export function hasAnnounced(tx: Tx): boolean {
  return announcing.has(tx);
}

/** Announces a fact in the transaction of the write it belongs to; it is known to the world when that commits. */
export async function announce(tx: Tx, ctx: Ctx, event: Announced): Promise<void> {
  const { dueAt, ...row } = rowOf(ctx, event);
  await tx.insert(outbox).values(dueAt === undefined ? row : { ...row, dueAt });
  announcing.add(tx);
}

/** Building a longer statement would hold up the event loop. */
const rowsPerInsert = 50;

/** Announces several facts of one write, in their order. */
export async function announceAll(tx: Tx, ctx: Ctx, facts: readonly NewEvent[]): Promise<void> {
  for (let first = 0; first < facts.length; first += rowsPerInsert) {
    await tx.insert(outbox).values(facts.slice(first, first + rowsPerInsert).map((event) => rowOf(ctx, event)));
    announcing.add(tx);
  }
}

/** The same as part of a write that is one statement: `db.with(…, announcementPart(db))`, prepared, with `announcementValues` among its values. */
export function announcementPart(db: Writer) {
  const values = {
    id: sql.placeholder("event_id"),
    type: sql.placeholder("event_type"),
    subjectKind: sql.placeholder("event_subject_kind"),
    subjectId: sql.placeholder("event_subject_id"),
    actor: sql.placeholder("event_actor"),
    taskId: sql.placeholder("event_task_id"),
    requestId: sql.placeholder("event_request_id"),
    payload: sql.placeholder("event_payload"),
  };
  return db.$with("announced").as(db.insert(outbox).values(values).returning({ id: outbox.id }));
}

export function announcementValues(db: Writer, ctx: Ctx, event: NewEvent) {
  announcing.add(db);
  const { id, type, subjectKind, subjectId, actor, taskId, requestId, payload } = rowOf(ctx, event);
  return {
    event_id: id,
    event_type: type,
    event_subject_kind: subjectKind,
    event_subject_id: subjectId,
    event_actor: actor,
    event_task_id: taskId,
    event_request_id: requestId,
    event_payload: payload,
  };
}
