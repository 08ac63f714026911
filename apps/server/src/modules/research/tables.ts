import { boolean, customType, index, integer, jsonb, pgSchema, text, timestamp, uuid } from "drizzle-orm/pg-core";

const bytes = customType<{ data: Uint8Array; driverData: Buffer }>({
  dataType: () => "bytea",
  toDriver: (value) => Buffer.from(value.buffer, value.byteOffset, value.byteLength),
});
const moment = (name: string) => timestamp(name, { withTimezone: true, precision: 3 });

export const research = pgSchema("research");

/** The bytes that were read, by their SHA-256: the same bytes are kept once. */
export const snapshots = research.table("snapshots", {
  sha256: text("sha256").primaryKey(),
  bytes: integer("bytes").notNull(),
  mediaType: text("media_type").notNull(),
  /** When these bytes were first seen. */
  fetchedAt: moment("fetched_at").notNull(),
});

/** The content of snapshots, gzipped, where the blob store is the database. */
export const blobs = research.table("blobs", {
  sha256: text("sha256").primaryKey(),
  content: bytes("content").notNull(),
});

export interface StoredFlag {
  kind: "instruction" | "hidden_text" | "mirror" | "number_conflict" | "metadata";
  quote: string;
  start?: number;
  end?: number;
  other_source_id?: string;
}

/** Where text came from. Its passages stand in the search index under the owner kind `source`. */
export const sources = research.table(
  "sources",
  {
    id: uuid("id").primaryKey(),
    title: text("title").notNull(),
    /** A given title stays; otherwise the document's own takes its place once it is read. */
    isTitleGiven: boolean("is_title_given").notNull(),
    url: text("url"),
    /** How the bytes are read; null until they are there. */
    format: text("format").$type<"html" | "markdown" | "text" | "pdf" | "docx" | "epub">(),
    /** As the server that sent the bytes declared it. */
    charset: text("charset"),
    status: text("status").$type<"waiting" | "read" | "failed">().notNull(),
    reason: text("reason"),
    sha256: text("sha256").references(() => snapshots.sha256),
    fetchedAt: moment("fetched_at"),
    /** The readable text; what passages and quotes point into. */
    text: text("text"),
    /** What the document says of itself: claims, not facts. */
    author: text("author"),
    publishedAt: text("published_at"),
    canonicalUrl: text("canonical_url"),
    passages: integer("passages").notNull().default(0),
    flags: jsonb("flags").$type<StoredFlag[]>().notNull().default([]),
    createdAt: moment("created_at").notNull(),
  },
  (table) => [index("sources_by_snapshot").on(table.sha256)],
);
