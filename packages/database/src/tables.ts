import { sql } from "drizzle-orm";
import { bigint, bigserial, boolean, customType, index, integer, jsonb, pgSchema, text, timestamp, uuid } from "drizzle-orm/pg-core";

const bytes = customType<{ data: Uint8Array; driverData: Buffer }>({
  dataType: () => "bytea",
  toDriver: (value) => Buffer.from(value),
});

const moment = (name: string) => timestamp(name, { withTimezone: true, precision: 3 });

/** The floor's own tables: what every module stands on. */
export const floor = pgSchema("floor");

/** Facts announced in a transaction and not yet both appended to the trail and reacted to. */
export const outbox = floor.table(
  "outbox",
  {
    position: bigserial("position", { mode: "number" }).primaryKey(),
    id: uuid("id").notNull(),
    type: text("type").notNull(),
    subjectKind: text("subject_kind").notNull(),
    subjectId: text("subject_id").notNull(),
    actor: jsonb("actor").$type<{ kind: string; id: string; on_behalf_of?: string }>().notNull(),
    taskId: uuid("task_id"),
    requestId: text("request_id"),
    payload: jsonb("payload").$type<Record<string, unknown>>().notNull(),
    at: moment("at").notNull().defaultNow(),
    dueAt: moment("due_at").notNull().defaultNow(),
    claimedUntil: moment("claimed_until"),
    attempts: integer("attempts").notNull().default(0),
    lastError: text("last_error"),
    isAppended: boolean("is_appended").notNull().default(false),
    isDispatched: boolean("is_dispatched").notNull().default(false),
  },
  (table) => [
    index("outbox_to_append")
      .on(table.position)
      .where(sql`not is_appended`),
    index("outbox_to_dispatch")
      .on(table.dueAt)
      .where(sql`not is_dispatched`),
    index("outbox_by_subject")
      .on(table.subjectId, table.type)
      .where(sql`not is_dispatched`),
  ],
);

/** The trail: gapless, hash-chained, never changed. */
export const events = floor.table(
  "events",
  {
    seq: bigint("seq", { mode: "number" }).primaryKey(),
    id: uuid("id").notNull(),
    type: text("type").notNull(),
    at: moment("at").notNull(),
    actorKind: text("actor_kind").notNull(),
    actorId: text("actor_id").notNull(),
    onBehalfOf: text("on_behalf_of"),
    subjectKind: text("subject_kind").notNull(),
    subjectId: text("subject_id").notNull(),
    taskId: uuid("task_id"),
    requestId: text("request_id"),
    payloadHash: bytes("payload_hash").notNull(),
    hash: bytes("hash").notNull(),
  },
  (table) => [index("events_by_task").on(table.taskId, table.seq), index("events_by_subject").on(table.subjectKind, table.subjectId, table.seq)],
);

/** What the events carried; kept apart so that erasing it leaves the chain whole. */
export const eventPayloads = floor.table("event_payloads", {
  seq: bigint("seq", { mode: "number" }).primaryKey(),
  payload: jsonb("payload").$type<Record<string, unknown>>().notNull(),
});

/** Effects that have happened, by the name their caller gave them. */
export const effects = floor.table(
  "effects",
  {
    key: text("key").primaryKey(),
    result: jsonb("result").$type<{ value?: unknown }>().notNull(),
    createdAt: moment("created_at").notNull().defaultNow(),
  },
  (table) => [index("effects_by_age").on(table.createdAt)],
);

/** Answers kept for requests that may be repeated (Idempotency-Key). */
export const idempotencyKeys = floor.table(
  "idempotency_keys",
  {
    key: text("key").primaryKey(),
    bodyHash: text("body_hash").notNull(),
    lockedUntil: moment("locked_until").notNull(),
    status: integer("status"),
    answer: text("answer"),
    createdAt: moment("created_at").notNull().defaultNow(),
  },
  (table) => [index("idempotency_keys_by_age").on(table.createdAt)],
);

/** Replicas that are alive; one that stops beating loses its tasks to the others. */
export const heartbeats = floor.table("heartbeats", {
  replica: text("replica").primaryKey(),
  startedAt: moment("started_at").notNull().defaultNow(),
  beatAt: moment("beat_at").notNull().defaultNow(),
});
