import { events, type NewEvent } from "@cofounder/contracts";
import { type Ctx, uuidv7 } from "@cofounder/kernel";
import { type SQL, sql } from "drizzle-orm";
import { outbox } from "../tables.ts";
import type { Tx } from "../types.ts";

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

/** Announces a fact in the transaction of the write it belongs to; it is known to the world when that commits. */
export async function announce(tx: Tx, ctx: Ctx, event: Announced): Promise<void> {
  const { dueAt, ...row } = rowOf(ctx, event);
  await tx.insert(outbox).values(dueAt === undefined ? row : { ...row, dueAt });
  await tx.execute(sql`select pg_notify('outbox', '')`);
}

/** The same as a statement part, for a write that is one statement: `with written as (…), announced as (${announcement(…)}) select …, pg_notify('outbox', '') from written`. */
export function announcement(ctx: Ctx, event: NewEvent): SQL {
  const row = rowOf(ctx, event);
  return sql`insert into floor.outbox (id, type, subject_kind, subject_id, actor, task_id, request_id, payload)
    values (${row.id}, ${row.type}, ${row.subjectKind}, ${row.subjectId}, ${JSON.stringify(row.actor)}::jsonb, ${row.taskId}, ${row.requestId}, ${JSON.stringify(row.payload)}::jsonb)`;
}
