import { sql } from "drizzle-orm";
import { boolean, customType, index, integer, pgSchema, text, timestamp, uniqueIndex, uuid } from "drizzle-orm/pg-core";

const moment = (name: string) => timestamp(name, { withTimezone: true, precision: 3 });

const digest = customType<{ data: Uint8Array; driverData: Buffer }>({
  dataType: () => "bytea",
  toDriver: (value) => Buffer.from(value),
});

export const auth = pgSchema("auth");

/** People with an account. E-mail and username are unique whatever their case. */
export const users = auth.table(
  "users",
  {
    id: uuid("id").primaryKey(),
    email: text("email").notNull(),
    username: text("username").notNull(),
    role: text("role", { enum: ["owner", "admin", "editor", "viewer"] }).notNull(),
    isActive: boolean("is_active").notNull().default(true),
    createdAt: moment("created_at").notNull(),
  },
  (table) => [
    uniqueIndex("users_email").on(sql`lower(${table.email})`),
    uniqueIndex("users_username").on(sql`lower(${table.username})`),
    index("users_owners")
      .on(table.id)
      .where(sql`role = 'owner'`),
  ],
);

/** How a person proves who they are, kept apart from what is said of them. */
export const credentials = auth.table("credentials", {
  userId: uuid("user_id")
    .primaryKey()
    .references(() => users.id, { onDelete: "cascade" }),
  passwordHash: text("password_hash").notNull(),
  updatedAt: moment("updated_at").notNull(),
});

/** One sign-in: a family of refresh tokens, of which the newest counts. */
export const sessions = auth.table(
  "sessions",
  {
    id: uuid("id").primaryKey(),
    userId: uuid("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    createdAt: moment("created_at").notNull(),
    expiresAt: moment("expires_at").notNull(),
    revokedAt: moment("revoked_at"),
  },
  (table) => [
    index("sessions_by_user").on(table.userId),
    index("sessions_by_expiry").on(table.expiresAt),
    index("sessions_revoked")
      .on(table.revokedAt)
      .where(sql`revoked_at is not null`),
  ],
);

/** Refresh tokens by their SHA-256: the tokens themselves are nowhere. */
export const refreshTokens = auth.table(
  "refresh_tokens",
  {
    hash: digest("hash").primaryKey(),
    sessionId: uuid("session_id")
      .notNull()
      .references(() => sessions.id, { onDelete: "cascade" }),
    expiresAt: moment("expires_at").notNull(),
    rotatedAt: moment("rotated_at"),
  },
  (table) => [index("refresh_tokens_by_session").on(table.sessionId), index("refresh_tokens_by_expiry").on(table.expiresAt)],
);

/** Bad passwords by the SHA-256 of what they were tried on: what was typed as an e-mail address may be anything. */
export const loginAttempts = auth.table(
  "login_attempts",
  {
    subject: digest("subject").primaryKey(),
    failures: integer("failures").notNull(),
    lastFailedAt: moment("last_failed_at").notNull(),
  },
  (table) => [index("login_attempts_by_age").on(table.lastFailedAt)],
);

/** SHA-256 of the setup tokens that starts without an owner have printed. */
export const setupTokens = auth.table("setup_tokens", {
  hash: digest("hash").primaryKey(),
  createdAt: moment("created_at").notNull(),
});
