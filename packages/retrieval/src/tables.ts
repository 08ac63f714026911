import { type SQL, sql } from "drizzle-orm";
import { boolean, customType, index, integer, pgSchema, text, timestamp, unique, uuid } from "drizzle-orm/pg-core";

const tsvector = customType<{ data: string }>({ dataType: () => "tsvector" });
const moment = (name: string) => timestamp(name, { withTimezone: true, precision: 3 });

/** The index: rebuilt from what its owners keep, never the only copy of anything. */
export const search = pgSchema("search");

/** What can be found: pieces of text by owner and place. Offsets are UTF-16 positions in the owner's text. */
export const entries = search.table(
  "entries",
  {
    id: uuid("id").primaryKey(),
    ownerKind: text("owner_kind").notNull(),
    ownerId: uuid("owner_id").notNull(),
    position: integer("position").notNull(),
    text: text("text").notNull(),
    start: integer("start_offset").notNull(),
    end: integer("end_offset").notNull(),
    language: text("language"),
    /** Kept for the record, never found. */
    isFlagged: boolean("is_flagged").notNull().default(false),
    lexemes: tsvector("lexemes")
      .notNull()
      .generatedAlwaysAs(
        (): SQL => sql`to_tsvector(case when coalesce("language", 'en') like 'en%' then 'english'::regconfig else 'simple'::regconfig end, "text")`,
      ),
    createdAt: moment("created_at").notNull().defaultNow(),
  },
  (table) => [unique("entries_by_owner").on(table.ownerKind, table.ownerId, table.position), index("entries_by_lexeme").using("gin", table.lexemes)],
);

/** Entries that have no vector of the present model yet. */
export const unembedded = search.table("unembedded", {
  entryId: uuid("entry_id")
    .primaryKey()
    .references(() => entries.id, { onDelete: "cascade" }),
  attempts: integer("attempts").notNull().default(0),
  claimedUntil: moment("claimed_until"),
});
