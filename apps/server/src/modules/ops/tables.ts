import { index, pgSchema, text, timestamp, uuid } from "drizzle-orm/pg-core";

const moment = (name: string) => timestamp(name, { withTimezone: true, precision: 3 });

export const ops = pgSchema("ops");

/** Settings that were changed, as text; every other one has its default. */
export const settings = ops.table("settings", {
  key: text("key").primaryKey(),
  value: text("value").notNull(),
  updatedAt: moment("updated_at").notNull(),
  updatedBy: text("updated_by"),
});

/** Every change of a setting; `before` is the value that was in force, be it the default. */
export const settingChanges = ops.table(
  "setting_changes",
  {
    id: uuid("id").primaryKey(),
    key: text("key").notNull(),
    at: moment("at").notNull(),
    by: text("by"),
    before: text("before").notNull(),
    after: text("after").notNull(),
  },
  (table) => [index("setting_changes_newest").on(table.key, table.id.desc().nullsFirst())],
);
