CREATE SCHEMA "floor";
--> statement-breakpoint
CREATE SCHEMA "search";
--> statement-breakpoint
CREATE SCHEMA "auth";
--> statement-breakpoint
CREATE SCHEMA "cms";
--> statement-breakpoint
CREATE SCHEMA "content";
--> statement-breakpoint
CREATE SCHEMA "ops";
--> statement-breakpoint
CREATE SCHEMA "research";
--> statement-breakpoint
CREATE SCHEMA "tasks";
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
CREATE TABLE "search"."entries" (
	"id" uuid PRIMARY KEY NOT NULL,
	"owner_kind" text NOT NULL,
	"owner_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"text" text NOT NULL,
	"start_offset" integer NOT NULL,
	"end_offset" integer NOT NULL,
	"language" text,
	"is_flagged" boolean DEFAULT false NOT NULL,
	"lexemes" "tsvector" GENERATED ALWAYS AS (to_tsvector('english'::regconfig, "text")) STORED NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "entries_by_owner" UNIQUE("owner_kind","owner_id","position")
);
--> statement-breakpoint
CREATE TABLE "search"."unembedded" (
	"entry_id" uuid PRIMARY KEY NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"claimed_until" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "auth"."credentials" (
	"user_id" uuid PRIMARY KEY NOT NULL,
	"password_hash" text NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "auth"."login_attempts" (
	"subject" "bytea" PRIMARY KEY NOT NULL,
	"failures" integer NOT NULL,
	"last_failed_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "auth"."refresh_tokens" (
	"hash" "bytea" PRIMARY KEY NOT NULL,
	"session_id" uuid NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"rotated_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "auth"."sessions" (
	"id" uuid PRIMARY KEY NOT NULL,
	"user_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"revoked_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "auth"."setup_tokens" (
	"hash" "bytea" PRIMARY KEY NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "auth"."users" (
	"id" uuid PRIMARY KEY NOT NULL,
	"email" text NOT NULL,
	"username" text NOT NULL,
	"role" text NOT NULL,
	"is_active" boolean DEFAULT true NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "cms"."categories" (
	"id" uuid PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"slug" text NOT NULL,
	"description" text,
	"published_count" integer DEFAULT 0 NOT NULL,
	"draft_count" integer DEFAULT 0 NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "cms"."post_counts" (
	"status" text PRIMARY KEY NOT NULL,
	"posts" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "cms"."post_evidence" (
	"post_id" uuid PRIMARY KEY NOT NULL,
	"revision" integer NOT NULL,
	"claims" jsonb NOT NULL,
	"coverage" double precision,
	"sources" jsonb NOT NULL,
	"signatures" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "cms"."post_tags" (
	"post_id" uuid NOT NULL,
	"tag_id" uuid NOT NULL,
	"category_id" uuid,
	"status" text NOT NULL,
	"published_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "post_tags_post_id_tag_id_pk" PRIMARY KEY("post_id","tag_id")
);
--> statement-breakpoint
CREATE TABLE "cms"."posts" (
	"id" uuid PRIMARY KEY NOT NULL,
	"slug" text NOT NULL,
	"task_id" uuid,
	"kind" text NOT NULL,
	"status" text NOT NULL,
	"revision" integer NOT NULL,
	"title" text NOT NULL,
	"excerpt" text NOT NULL,
	"content" text NOT NULL,
	"content_html" text NOT NULL,
	"word_count" integer NOT NULL,
	"view_count" integer DEFAULT 0 NOT NULL,
	"category_id" uuid,
	"author_id" text,
	"author_name" text,
	"featured_image_url" text,
	"cover_image_url" text,
	"seo_title" text,
	"seo_description" text,
	"seo_keywords" text,
	"published_at" timestamp (3) with time zone,
	"first_published_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"search" "tsvector" GENERATED ALWAYS AS (setweight(to_tsvector('english', title), 'A') || setweight(to_tsvector('english', excerpt), 'B') || setweight(to_tsvector('english', left(content, 100000)), 'C')) STORED
);
--> statement-breakpoint
CREATE TABLE "cms"."revisions" (
	"post_id" uuid NOT NULL,
	"revision" integer NOT NULL,
	"title" text NOT NULL,
	"excerpt" text NOT NULL,
	"content" text NOT NULL,
	"by_id" text,
	"by_name" text,
	"reason" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	"claims" jsonb,
	"coverage" double precision,
	"sources" jsonb NOT NULL,
	"signatures" jsonb NOT NULL,
	CONSTRAINT "revisions_post_id_revision_pk" PRIMARY KEY("post_id","revision")
);
--> statement-breakpoint
CREATE TABLE "cms"."tags" (
	"id" uuid PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"slug" text NOT NULL,
	"description" text,
	"published_count" integer DEFAULT 0 NOT NULL,
	"draft_count" integer DEFAULT 0 NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"color" text
);
--> statement-breakpoint
CREATE TABLE "content"."drafts" (
	"task_id" uuid PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"title" text NOT NULL,
	"excerpt" text DEFAULT '' NOT NULL,
	"markdown" text DEFAULT '' NOT NULL,
	"word_count" integer DEFAULT 0 NOT NULL,
	"sections" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"excerpts" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"sources" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"report" jsonb,
	"coverage" real,
	"post_id" uuid,
	"slug" text,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "ops"."setting_changes" (
	"id" uuid PRIMARY KEY NOT NULL,
	"key" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"by" text,
	"before" text NOT NULL,
	"after" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "ops"."settings" (
	"key" text PRIMARY KEY NOT NULL,
	"value" text NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"updated_by" text
);
--> statement-breakpoint
CREATE TABLE "research"."blobs" (
	"sha256" text PRIMARY KEY NOT NULL,
	"content" "bytea" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "research"."snapshots" (
	"sha256" text PRIMARY KEY NOT NULL,
	"bytes" integer NOT NULL,
	"media_type" text NOT NULL,
	"fetched_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "research"."sources" (
	"id" uuid PRIMARY KEY NOT NULL,
	"title" text NOT NULL,
	"is_title_given" boolean NOT NULL,
	"url" text,
	"format" text,
	"charset" text,
	"status" text NOT NULL,
	"reason" text,
	"sha256" text,
	"fetched_at" timestamp (3) with time zone,
	"text" text,
	"author" text,
	"published_at" text,
	"canonical_url" text,
	"passages" integer DEFAULT 0 NOT NULL,
	"flags" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "tasks"."approvals" (
	"id" uuid PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"task_id" uuid NOT NULL,
	"subject_id" text NOT NULL,
	"title" text NOT NULL,
	"status" text NOT NULL,
	"blocking_count" integer NOT NULL,
	"cost_micros" bigint NOT NULL,
	"document" jsonb NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"decision" text,
	"decided_by" text,
	"decided_at" timestamp (3) with time zone,
	"effective_at" timestamp (3) with time zone,
	"note" text,
	"edited" jsonb,
	"overrides" jsonb,
	"recheck" jsonb,
	"is_settled" boolean DEFAULT false NOT NULL
);
--> statement-breakpoint
CREATE TABLE "tasks"."counts" (
	"bucket" text NOT NULL,
	"category" text NOT NULL,
	"shard" text NOT NULL,
	"count" integer NOT NULL,
	CONSTRAINT "counts_bucket_category_shard_pk" PRIMARY KEY("bucket","category","shard")
);
--> statement-breakpoint
CREATE TABLE "tasks"."steps" (
	"task_id" uuid NOT NULL,
	"name" text NOT NULL,
	"round" integer NOT NULL,
	"state" text NOT NULL,
	"attempts" integer DEFAULT 1 NOT NULL,
	"started_at" timestamp (3) with time zone NOT NULL,
	"duration_ms" integer,
	"cost_micros" bigint DEFAULT 0 NOT NULL,
	"input_summary" text,
	"output_summary" text,
	"error_code" text,
	"error_message" text,
	CONSTRAINT "steps_task_id_name_round_pk" PRIMARY KEY("task_id","name","round")
);
--> statement-breakpoint
CREATE TABLE "tasks"."tasks" (
	"id" uuid PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"name" text NOT NULL,
	"topic" text NOT NULL,
	"agent_id" text NOT NULL,
	"state" text NOT NULL,
	"paused_from" text,
	"outcome" text,
	"input" jsonb NOT NULL,
	"primary_keyword" text,
	"target_audience" text,
	"category" text NOT NULL,
	"metadata" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"result" jsonb,
	"error_code" text,
	"error_message" text,
	"percent" integer DEFAULT 0 NOT NULL,
	"step" text,
	"run" integer DEFAULT 1 NOT NULL,
	"approval_id" uuid,
	"cost_micros" bigint DEFAULT 0 NOT NULL,
	"created_by" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"started_at" timestamp (3) with time zone,
	"completed_at" timestamp (3) with time zone,
	"is_deleted" boolean DEFAULT false NOT NULL
);
--> statement-breakpoint
ALTER TABLE "search"."unembedded" ADD CONSTRAINT "unembedded_entry_id_entries_id_fk" FOREIGN KEY ("entry_id") REFERENCES "search"."entries"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "auth"."credentials" ADD CONSTRAINT "credentials_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "auth"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "auth"."refresh_tokens" ADD CONSTRAINT "refresh_tokens_session_id_sessions_id_fk" FOREIGN KEY ("session_id") REFERENCES "auth"."sessions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "auth"."sessions" ADD CONSTRAINT "sessions_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "auth"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cms"."post_evidence" ADD CONSTRAINT "post_evidence_revision" FOREIGN KEY ("post_id","revision") REFERENCES "cms"."revisions"("post_id","revision") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cms"."post_tags" ADD CONSTRAINT "post_tags_post_id_posts_id_fk" FOREIGN KEY ("post_id") REFERENCES "cms"."posts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cms"."post_tags" ADD CONSTRAINT "post_tags_tag_id_tags_id_fk" FOREIGN KEY ("tag_id") REFERENCES "cms"."tags"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cms"."posts" ADD CONSTRAINT "posts_category_id_categories_id_fk" FOREIGN KEY ("category_id") REFERENCES "cms"."categories"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cms"."revisions" ADD CONSTRAINT "revisions_post_id_posts_id_fk" FOREIGN KEY ("post_id") REFERENCES "cms"."posts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "research"."sources" ADD CONSTRAINT "sources_sha256_snapshots_sha256_fk" FOREIGN KEY ("sha256") REFERENCES "research"."snapshots"("sha256") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "effects_by_age" ON "floor"."effects" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "events_by_task" ON "floor"."events" USING btree ("task_id","seq");--> statement-breakpoint
CREATE INDEX "events_by_subject" ON "floor"."events" USING btree ("subject_kind","subject_id","seq");--> statement-breakpoint
CREATE INDEX "idempotency_keys_by_age" ON "floor"."idempotency_keys" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "outbox_to_append" ON "floor"."outbox" USING btree ("position") WHERE not is_appended;--> statement-breakpoint
CREATE INDEX "outbox_to_dispatch" ON "floor"."outbox" USING btree ("due_at") WHERE not is_dispatched;--> statement-breakpoint
CREATE INDEX "outbox_by_subject" ON "floor"."outbox" USING btree ("subject_id","type") WHERE not is_dispatched;--> statement-breakpoint
CREATE INDEX "entries_by_lexeme" ON "search"."entries" USING gin ("lexemes");--> statement-breakpoint
CREATE INDEX "login_attempts_by_age" ON "auth"."login_attempts" USING btree ("last_failed_at");--> statement-breakpoint
CREATE INDEX "refresh_tokens_by_session" ON "auth"."refresh_tokens" USING btree ("session_id");--> statement-breakpoint
CREATE INDEX "refresh_tokens_by_expiry" ON "auth"."refresh_tokens" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "sessions_by_user" ON "auth"."sessions" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "sessions_by_expiry" ON "auth"."sessions" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "sessions_revoked" ON "auth"."sessions" USING btree ("revoked_at") WHERE revoked_at is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "users_email" ON "auth"."users" USING btree (lower("email"));--> statement-breakpoint
CREATE UNIQUE INDEX "users_username" ON "auth"."users" USING btree (lower("username"));--> statement-breakpoint
CREATE INDEX "users_owners" ON "auth"."users" USING btree ("id") WHERE role = 'owner';--> statement-breakpoint
CREATE UNIQUE INDEX "categories_slug" ON "cms"."categories" USING btree ("slug");--> statement-breakpoint
CREATE INDEX "categories_by_name" ON "cms"."categories" USING btree ("name","id");--> statement-breakpoint
CREATE INDEX "post_tags_published" ON "cms"."post_tags" USING btree ("tag_id","published_at" DESC NULLS FIRST,"post_id" DESC NULLS FIRST) WHERE status = 'published';--> statement-breakpoint
CREATE INDEX "post_tags_listed" ON "cms"."post_tags" USING btree ("tag_id","created_at" DESC NULLS FIRST,"post_id" DESC NULLS FIRST) WHERE status <> 'archived';--> statement-breakpoint
CREATE INDEX "post_tags_published_by_category" ON "cms"."post_tags" USING btree ("tag_id","category_id","published_at" DESC NULLS FIRST,"post_id" DESC NULLS FIRST) WHERE status = 'published';--> statement-breakpoint
CREATE INDEX "post_tags_listed_by_category" ON "cms"."post_tags" USING btree ("tag_id","category_id","created_at" DESC NULLS FIRST,"post_id" DESC NULLS FIRST) WHERE status <> 'archived';--> statement-breakpoint
CREATE UNIQUE INDEX "posts_slug" ON "cms"."posts" USING btree ("slug");--> statement-breakpoint
CREATE UNIQUE INDEX "posts_task" ON "cms"."posts" USING btree ("task_id");--> statement-breakpoint
CREATE INDEX "posts_published" ON "cms"."posts" USING btree ("published_at" DESC NULLS FIRST,"id" DESC NULLS FIRST) WHERE status = 'published';--> statement-breakpoint
CREATE INDEX "posts_listed" ON "cms"."posts" USING btree ("created_at" DESC NULLS FIRST,"id" DESC NULLS FIRST) WHERE status <> 'archived';--> statement-breakpoint
CREATE INDEX "posts_published_by_category" ON "cms"."posts" USING btree ("category_id","published_at" DESC NULLS FIRST,"id" DESC NULLS FIRST) WHERE status = 'published';--> statement-breakpoint
CREATE INDEX "posts_listed_by_category" ON "cms"."posts" USING btree ("category_id","created_at" DESC NULLS FIRST,"id" DESC NULLS FIRST) WHERE status <> 'archived';--> statement-breakpoint
CREATE INDEX "posts_search" ON "cms"."posts" USING gin ("search");--> statement-breakpoint
CREATE INDEX "posts_title_words" ON "cms"."posts" USING gin (to_tsvector('english', title));--> statement-breakpoint
CREATE UNIQUE INDEX "tags_slug" ON "cms"."tags" USING btree ("slug");--> statement-breakpoint
CREATE INDEX "tags_by_name" ON "cms"."tags" USING btree ("name","id");--> statement-breakpoint
CREATE INDEX "setting_changes_newest" ON "ops"."setting_changes" USING btree ("key","id" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "sources_by_snapshot" ON "research"."sources" USING btree ("sha256");--> statement-breakpoint
CREATE INDEX "approvals_newest" ON "tasks"."approvals" USING btree ("id" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "approvals_by_status" ON "tasks"."approvals" USING btree ("status","id" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "approvals_by_task" ON "tasks"."approvals" USING btree ("task_id","id" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "approvals_to_expire" ON "tasks"."approvals" USING btree ("expires_at") WHERE status = 'open';--> statement-breakpoint
CREATE INDEX "tasks_newest" ON "tasks"."tasks" USING btree ("id" DESC NULLS FIRST) WHERE not is_deleted;--> statement-breakpoint
CREATE INDEX "tasks_by_state" ON "tasks"."tasks" USING btree ("state","id" DESC NULLS FIRST) WHERE not is_deleted;--> statement-breakpoint
CREATE INDEX "tasks_by_category" ON "tasks"."tasks" USING btree ("category","id" DESC NULLS FIRST) WHERE not is_deleted;