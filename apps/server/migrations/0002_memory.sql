CREATE SCHEMA "memory";
--> statement-breakpoint
CREATE TABLE "memory"."cleanups" (
	"name" text PRIMARY KEY NOT NULL,
	"done_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "memory"."memories" (
	"id" uuid PRIMARY KEY NOT NULL,
	"text" text NOT NULL,
	"kind" text NOT NULL,
	"tags" text[] DEFAULT '{}' NOT NULL,
	"importance" integer NOT NULL,
	"confidence" double precision NOT NULL,
	"origin" text,
	"person" text,
	"language" text NOT NULL,
	"valid_from" timestamp (3) with time zone NOT NULL,
	"valid_to" timestamp (3) with time zone,
	"keep_until" timestamp (3) with time zone,
	"times_told" integer DEFAULT 1 NOT NULL,
	"told_at" timestamp (3) with time zone NOT NULL,
	"sameness" text NOT NULL,
	"subject" text,
	"value" text,
	"agent" text NOT NULL,
	"created_by" text,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "memory"."counts" (
	"agent" text NOT NULL,
	"kind" text NOT NULL,
	"memories" integer NOT NULL,
	"bytes" bigint NOT NULL,
	"last_write_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "counts_agent_kind_pk" PRIMARY KEY("agent","kind")
);
--> statement-breakpoint
CREATE UNIQUE INDEX "memories_same" ON "memory"."memories" USING btree ("sameness") WHERE valid_to is null;--> statement-breakpoint
CREATE INDEX "memories_by_subject" ON "memory"."memories" USING btree ("subject") WHERE valid_to is null and subject is not null;--> statement-breakpoint
CREATE INDEX "memories_newest" ON "memory"."memories" USING btree ("created_at" DESC NULLS FIRST,"id" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "memories_by_kind" ON "memory"."memories" USING btree ("kind","created_at" DESC NULLS FIRST,"id" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "memories_by_person" ON "memory"."memories" USING btree ("person","created_at" DESC NULLS FIRST,"id" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "memories_by_creator" ON "memory"."memories" USING btree ("created_by");--> statement-breakpoint
CREATE INDEX "memories_by_tag" ON "memory"."memories" USING gin ("tags");--> statement-breakpoint
CREATE INDEX "memories_to_forget" ON "memory"."memories" USING btree ("keep_until") WHERE keep_until is not null;