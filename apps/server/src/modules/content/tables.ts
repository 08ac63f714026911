import { integer, jsonb, pgSchema, real, text, timestamp, uuid } from "drizzle-orm/pg-core";

const moment = (name: string) => timestamp(name, { withTimezone: true, precision: 3 });

export const contentSchema = pgSchema("content");

/** The draft of a writing task while it is made; from `finish` on the text lives in the CMS. */
export const drafts = contentSchema.table("drafts", {
  taskId: uuid("task_id").primaryKey(),
  kind: text("kind").notNull(),
  title: text("title").notNull(),
  excerpt: text("excerpt").notNull().default(""),
  markdown: text("markdown").notNull().default(""),
  wordCount: integer("word_count").notNull().default(0),
  sections: jsonb("sections").$type<unknown[]>().notNull().default([]),
  excerpts: jsonb("excerpts").$type<unknown[]>().notNull().default([]),
  sources: jsonb("sources").$type<unknown[]>().notNull().default([]),
  report: jsonb("report").$type<unknown>(),
  coverage: real("coverage"),
  postId: uuid("post_id"),
  slug: text("slug"),
  updatedAt: moment("updated_at").notNull().defaultNow(),
});
