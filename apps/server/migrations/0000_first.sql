CREATE SCHEMA "floor";
--> statement-breakpoint
CREATE TABLE "floor"."effects" (
	"key" text PRIMARY KEY NOT NULL,
	"result" jsonb NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "floor"."event_payloads" (
	"seq" bigint PRIMARY KEY NOT NULL,
	"payload" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "floor"."events" (
	"seq" bigint PRIMARY KEY NOT NULL,
	"id" uuid NOT NULL,
	"type" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"actor_kind" text NOT NULL,
	"actor_id" text NOT NULL,
	"on_behalf_of" text,
	"subject_kind" text NOT NULL,
	"subject_id" text NOT NULL,
	"task_id" uuid,
	"request_id" text,
	"payload_hash" "bytea" NOT NULL,
	"hash" "bytea" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "floor"."heartbeats" (
	"replica" text PRIMARY KEY NOT NULL,
	"started_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"beat_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "floor"."idempotency_keys" (
	"key" text PRIMARY KEY NOT NULL,
	"body_hash" text NOT NULL,
	"locked_until" timestamp (3) with time zone NOT NULL,
	"status" integer,
	"answer" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "floor"."outbox" (
	"position" bigserial PRIMARY KEY NOT NULL,
	"id" uuid NOT NULL,
	"type" text NOT NULL,
	"subject_kind" text NOT NULL,
	"subject_id" text NOT NULL,
	"actor" jsonb NOT NULL,
	"task_id" uuid,
	"request_id" text,
	"payload" jsonb NOT NULL,
	"at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"due_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"claimed_until" timestamp (3) with time zone,
	"attempts" integer DEFAULT 0 NOT NULL,
	"last_error" text,
	"is_appended" boolean DEFAULT false NOT NULL,
	"is_dispatched" boolean DEFAULT false NOT NULL
);
--> statement-breakpoint
CREATE INDEX "effects_by_age" ON "floor"."effects" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "events_by_task" ON "floor"."events" USING btree ("task_id","seq");--> statement-breakpoint
CREATE INDEX "events_by_subject" ON "floor"."events" USING btree ("subject_kind","subject_id","seq");--> statement-breakpoint
CREATE INDEX "idempotency_keys_by_age" ON "floor"."idempotency_keys" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "outbox_to_append" ON "floor"."outbox" USING btree ("position") WHERE not is_appended;--> statement-breakpoint
CREATE INDEX "outbox_to_dispatch" ON "floor"."outbox" USING btree ("due_at") WHERE not is_dispatched;--> statement-breakpoint
CREATE INDEX "outbox_by_subject" ON "floor"."outbox" USING btree ("subject_id","type") WHERE not is_dispatched;