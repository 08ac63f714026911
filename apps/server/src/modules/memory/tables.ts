import type { MemoryKind } from "@cofounder/contracts";
import { sql } from "drizzle-orm";
import { bigint, doublePrecision, index, integer, pgSchema, primaryKey, text, timestamp, uniqueIndex, uuid } from "drizzle-orm/pg-core";

const moment = (name: string) => timestamp(name, { withTimezone: true, precision: 3 });

export const memorySchema = pgSchema("memory");

/** What is remembered, word for word. Each stands in the search index under the owner kind `memory`. */
export const memories = memorySchema.table(
  "memories",
  {
    id: uuid("id").primaryKey(),
    text: text("text").notNull(),
    kind: text("kind").$type<MemoryKind>().notNull(),
    tags: text("tags").array().notNull().default([]),
    importance: integer("importance").notNull(),
    confidence: doublePrecision("confidence").notNull(),
    origin: text("origin"),
    /** Whom it is about. */
    person: text("person"),
    language: text("language").notNull(),
    validFrom: moment("valid_from").notNull(),
    validTo: moment("valid_to"),
    /** When it is forgotten by itself. */
    keepUntil: moment("keep_until"),
    timesTold: integer("times_told").notNull().default(1),
    toldAt: moment("told_at").notNull(),
    /** The same for texts that count as one memory. */
    sameness: text("sameness").notNull(),
    /** What the sentence gives a value of, and that value; null where it is no such sentence. */
    subject: text("subject"),
    value: text("value"),
    agent: text("agent").notNull(),
    createdBy: text("created_by"),
    version: integer("version").notNull().default(1),
    createdAt: moment("created_at").notNull(),
    updatedAt: moment("updated_at").notNull(),
  },
  (table) => [
    uniqueIndex("memories_same")
      .on(table.sameness)
      .where(sql`valid_to is null`),
    index("memories_by_subject")
      .on(table.subject)
      .where(sql`valid_to is null and subject is not null`),
    index("memories_newest").on(table.createdAt.desc().nullsFirst(), table.id.desc().nullsFirst()),
    index("memories_by_kind").on(table.kind, table.createdAt.desc().nullsFirst(), table.id.desc().nullsFirst()),
    index("memories_by_person").on(table.person, table.createdAt.desc().nullsFirst(), table.id.desc().nullsFirst()),
    index("memories_by_creator").on(table.createdBy),
    index("memories_by_tag").using("gin", table.tags),
    index("memories_to_forget")
      .on(table.keepUntil)
      .where(sql`keep_until is not null`),
  ],
);

/** How many memories each agent keeps of each kind, and how large their texts are; kept by the writes. */
export const memoryCounts = memorySchema.table(
  "counts",
  {
    agent: text("agent").notNull(),
    kind: text("kind").$type<MemoryKind>().notNull(),
    memories: integer("memories").notNull(),
    bytes: bigint("bytes", { mode: "number" }).notNull(),
    lastWriteAt: moment("last_write_at").notNull(),
  },
  (table) => [primaryKey({ columns: [table.agent, table.kind] })],
);

/** When what has outlived its time was last cleared away: one row. */
export const cleanups = memorySchema.table("cleanups", {
  name: text("name").primaryKey(),
  doneAt: moment("done_at").notNull(),
});
