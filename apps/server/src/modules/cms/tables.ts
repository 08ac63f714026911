import { type SQL, sql } from "drizzle-orm";
import {
  customType,
  doublePrecision,
  foreignKey,
  index,
  integer,
  jsonb,
  pgSchema,
  primaryKey,
  text,
  timestamp,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";

const moment = (name: string) => timestamp(name, { withTimezone: true, precision: 3 });

const searchVector = customType<{ data: string }>({ dataType: () => "tsvector" });

type Status = "draft" | "published" | "archived";
type Kind = "digest" | "article";

export const cms = pgSchema("cms");

const taxonomyColumns = () => ({
  id: uuid("id").primaryKey(),
  name: text("name").notNull(),
  slug: text("slug").notNull(),
  description: text("description"),
  /** Posts in it by state, kept in the transaction of each write, so that no list has to count. */
  publishedCount: integer("published_count").notNull().default(0),
  draftCount: integer("draft_count").notNull().default(0),
  createdAt: moment("created_at").notNull(),
  updatedAt: moment("updated_at").notNull(),
});

export const categories = cms.table("categories", taxonomyColumns(), (table) => [
  uniqueIndex("categories_slug").on(table.slug),
  index("categories_by_name").on(table.name, table.id),
]);

export const tags = cms.table("tags", { ...taxonomyColumns(), color: text("color") }, (table) => [
  uniqueIndex("tags_slug").on(table.slug),
  index("tags_by_name").on(table.name, table.id),
]);

export const posts = cms.table(
  "posts",
  {
    id: uuid("id").primaryKey(),
    slug: text("slug").notNull(),
    /** The task that wrote it; a task has one post. */
    taskId: uuid("task_id"),
    kind: text("kind").$type<Kind>().notNull(),
    status: text("status").$type<Status>().notNull(),
    revision: integer("revision").notNull(),
    title: text("title").notNull(),
    excerpt: text("excerpt").notNull(),
    content: text("content").notNull(),
    contentHtml: text("content_html").notNull(),
    wordCount: integer("word_count").notNull(),
    viewCount: integer("view_count").notNull().default(0),
    categoryId: uuid("category_id").references(() => categories.id),
    authorId: text("author_id"),
    authorName: text("author_name"),
    featuredImageUrl: text("featured_image_url"),
    coverImageUrl: text("cover_image_url"),
    seoTitle: text("seo_title"),
    seoDescription: text("seo_description"),
    seoKeywords: text("seo_keywords"),
    publishedAt: moment("published_at"),
    firstPublishedAt: moment("first_published_at"),
    createdAt: moment("created_at").notNull(),
    updatedAt: moment("updated_at").notNull(),
    // A tsvector holds at most 1 MB: the text's head is what is searched.
    search: searchVector("search").generatedAlwaysAs(
      (): SQL =>
        sql`setweight(to_tsvector('english', title), 'A') || setweight(to_tsvector('english', excerpt), 'B') || setweight(to_tsvector('english', left(content, 100000)), 'C')`,
    ),
  },
  (table) => [
    uniqueIndex("posts_slug").on(table.slug),
    uniqueIndex("posts_task").on(table.taskId),
    index("posts_published")
      .on(table.publishedAt.desc().nullsFirst(), table.id.desc().nullsFirst())
      .where(sql`status = 'published'`),
    index("posts_listed")
      .on(table.createdAt.desc().nullsFirst(), table.id.desc().nullsFirst())
      .where(sql`status <> 'archived'`),
    index("posts_published_by_category")
      .on(table.categoryId, table.publishedAt.desc().nullsFirst(), table.id.desc().nullsFirst())
      .where(sql`status = 'published'`),
    index("posts_listed_by_category")
      .on(table.categoryId, table.createdAt.desc().nullsFirst(), table.id.desc().nullsFirst())
      .where(sql`status <> 'archived'`),
    index("posts_search").using("gin", table.search),
    index("posts_title_words").using("gin", sql`to_tsvector('english', title)`),
  ],
);

/** Which post has which tag, with what a tag's list is filtered and sorted by. */
export const postTags = cms.table(
  "post_tags",
  {
    postId: uuid("post_id")
      .notNull()
      .references(() => posts.id),
    tagId: uuid("tag_id")
      .notNull()
      .references(() => tags.id),
    categoryId: uuid("category_id"),
    status: text("status").$type<Status>().notNull(),
    publishedAt: moment("published_at"),
    createdAt: moment("created_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.postId, table.tagId] }),
    index("post_tags_published")
      .on(table.tagId, table.publishedAt.desc().nullsFirst(), table.postId.desc().nullsFirst())
      .where(sql`status = 'published'`),
    index("post_tags_listed")
      .on(table.tagId, table.createdAt.desc().nullsFirst(), table.postId.desc().nullsFirst())
      .where(sql`status <> 'archived'`),
    index("post_tags_published_by_category")
      .on(table.tagId, table.categoryId, table.publishedAt.desc().nullsFirst(), table.postId.desc().nullsFirst())
      .where(sql`status = 'published'`),
    index("post_tags_listed_by_category")
      .on(table.tagId, table.categoryId, table.createdAt.desc().nullsFirst(), table.postId.desc().nullsFirst())
      .where(sql`status <> 'archived'`),
  ],
);

/** How many posts there are in each state. */
export const postCounts = cms.table("post_counts", { status: text("status").$type<Status>().primaryKey(), posts: integer("posts").notNull() });

const evidenceColumns = () => ({
  coverage: doublePrecision("coverage"),
  sources: jsonb("sources").notNull(),
  signatures: jsonb("signatures").notNull(),
});

/** Every text that a post has had, with what it rests on; `claims` is null until that text has been checked. */
export const revisions = cms.table(
  "revisions",
  {
    postId: uuid("post_id")
      .notNull()
      .references(() => posts.id),
    revision: integer("revision").notNull(),
    title: text("title").notNull(),
    excerpt: text("excerpt").notNull(),
    content: text("content").notNull(),
    byId: text("by_id"),
    byName: text("by_name"),
    reason: text("reason"),
    createdAt: moment("created_at").notNull(),
    claims: jsonb("claims"),
    ...evidenceColumns(),
  },
  (table) => [primaryKey({ columns: [table.postId, table.revision] })],
);

/** What the public text of a post rests on, copied from its revision when it goes public. */
export const postEvidence = cms.table(
  "post_evidence",
  {
    postId: uuid("post_id").primaryKey(),
    revision: integer("revision").notNull(),
    claims: jsonb("claims").notNull(),
    ...evidenceColumns(),
  },
  (table) => [
    foreignKey({ columns: [table.postId, table.revision], foreignColumns: [revisions.postId, revisions.revision], name: "post_evidence_revision" }),
  ],
);
