import { sql } from "drizzle-orm";
import { bigint, boolean, index, integer, jsonb, pgSchema, primaryKey, text, timestamp, uuid } from "drizzle-orm/pg-core";

const moment = (name: string) => timestamp(name, { withTimezone: true, precision: 3 });

export const tasksSchema = pgSchema("tasks");

export const tasks = tasksSchema.table(
  "tasks",
  {
    id: uuid("id").primaryKey(),
    kind: text("kind").notNull(),
    name: text("name").notNull(),
    topic: text("topic").notNull(),
    agentId: text("agent_id").notNull(),
    state: text("state").notNull(),
    pausedFrom: text("paused_from"),
    outcome: text("outcome"),
    input: jsonb("input").$type<Record<string, unknown>>().notNull(),
    primaryKeyword: text("primary_keyword"),
    targetAudience: text("target_audience"),
    category: text("category").notNull(),
    metadata: jsonb("metadata").$type<Record<string, unknown>>().notNull().default({}),
    result: jsonb("result").$type<Record<string, unknown>>(),
    errorCode: text("error_code"),
    errorMessage: text("error_message"),
    percent: integer("percent").notNull().default(0),
    step: text("step"),
    /** How often the task was retried; part of every effect key, so that a retry may do anew what it must. */
    run: integer("run").notNull().default(1),
    approvalId: uuid("approval_id"),
    costMicros: bigint("cost_micros", { mode: "number" }).notNull().default(0),
    createdBy: text("created_by").notNull(),
    createdAt: moment("created_at").notNull().defaultNow(),
    updatedAt: moment("updated_at").notNull().defaultNow(),
    startedAt: moment("started_at"),
    completedAt: moment("completed_at"),
    isDeleted: boolean("is_deleted").notNull().default(false),
  },
  (table) => [
    index("tasks_newest")
      .on(table.id.desc().nullsFirst())
      .where(sql`not is_deleted`),
    index("tasks_by_state")
      .on(table.state, table.id.desc().nullsFirst())
      .where(sql`not is_deleted`),
    index("tasks_by_outcome")
      .on(table.outcome, table.state, table.id.desc().nullsFirst())
      .where(sql`not is_deleted and outcome is not null`),
    index("tasks_by_category")
      .on(table.category, table.id.desc().nullsFirst())
      .where(sql`not is_deleted`),
  ],
);

/** How many tasks are in each state and category, spread over shards so that writers do not wait for each other. */
export const counts = tasksSchema.table(
  "counts",
  {
    bucket: text("bucket").notNull(),
    category: text("category").notNull(),
    shard: text("shard").notNull(),
    count: integer("count").notNull(),
  },
  (table) => [primaryKey({ columns: [table.bucket, table.category, table.shard] })],
);

export const steps = tasksSchema.table(
  "steps",
  {
    taskId: uuid("task_id").notNull(),
    name: text("name").notNull(),
    /** Which time this step of that name is done in the workflow: a draft sent back is revised again. */
    round: integer("round").notNull(),
    state: text("state").notNull(),
    attempts: integer("attempts").notNull().default(1),
    startedAt: moment("started_at").notNull(),
    durationMs: integer("duration_ms"),
    costMicros: bigint("cost_micros", { mode: "number" }).notNull().default(0),
    inputSummary: text("input_summary"),
    outputSummary: text("output_summary"),
    errorCode: text("error_code"),
    errorMessage: text("error_message"),
  },
  (table) => [primaryKey({ columns: [table.taskId, table.name, table.round] })],
);

export const approvals = tasksSchema.table(
  "approvals",
  {
    id: uuid("id").primaryKey(),
    kind: text("kind").notNull(),
    taskId: uuid("task_id").notNull(),
    /** What would be done to: the one thing that this approval allows an effect on. */
    subjectId: text("subject_id").notNull(),
    title: text("title").notNull(),
    status: text("status").notNull(),
    blockingCount: integer("blocking_count").notNull(),
    costMicros: bigint("cost_micros", { mode: "number" }).notNull(),
    document: jsonb("document").$type<Record<string, unknown>>().notNull(),
    createdAt: moment("created_at").notNull(),
    expiresAt: moment("expires_at").notNull(),
    decision: text("decision"),
    decidedBy: text("decided_by"),
    decidedAt: moment("decided_at"),
    effectiveAt: moment("effective_at"),
    note: text("note"),
    edited: jsonb("edited").$type<Record<string, unknown>>(),
    overrides: jsonb("overrides").$type<Record<string, unknown>[]>(),
    recheck: jsonb("recheck").$type<Record<string, unknown>>(),
    isSettled: boolean("is_settled").notNull().default(false),
  },
  (table) => [
    index("approvals_newest").on(table.id.desc().nullsFirst()),
    index("approvals_by_status").on(table.status, table.id.desc().nullsFirst()),
    index("approvals_by_task").on(table.taskId, table.id.desc().nullsFirst()),
    index("approvals_to_expire")
      .on(table.expiresAt)
      .where(sql`status = 'open'`),
  ],
);
