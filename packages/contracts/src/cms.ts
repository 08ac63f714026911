import { z } from "zod";
import { endpoint } from "./endpoint.ts";
import { flag, id, limit, page, time } from "./shapes.ts";
import { claimEvidence, override } from "./tasks.ts";

export const postStatus = z.enum(["draft", "published", "archived"]);

export const category = z.object({
  id,
  name: z.string(),
  slug: z.string(),
  description: z.string().nullable(),
  created_at: time,
  updated_at: time,
  post_count: z.number().int(),
});
export type Category = z.infer<typeof category>;

export const tag = category.extend({ color: z.string().nullable() });
export type Tag = z.infer<typeof tag>;

export const post = z.object({
  id,
  title: z.string(),
  slug: z.string(),
  excerpt: z.string(),
  content: z.string().meta({ description: "Markdown" }),
  content_html: z.string().meta({ description: "The same, rendered and sanitised" }),
  kind: z.enum(["digest", "article"]).meta({ description: "A digest is made of cited excerpts; it says so on the page" }),
  featured_image_url: z.string().nullable(),
  cover_image_url: z.string().nullable(),
  category_id: id.nullable(),
  author_id: z.string().nullable(),
  author_name: z.string().nullable(),
  seo_title: z.string().nullable(),
  seo_description: z.string().nullable(),
  seo_keywords: z.string().nullable(),
  status: postStatus,
  revision: z.number().int(),
  word_count: z.number().int(),
  reading_minutes: z.number().int(),
  view_count: z.number().int(),
  published_at: time.nullable(),
  created_at: time,
  updated_at: time,
});
export type Post = z.infer<typeof post>;

/** A post in a list: the text itself is left out of `content_html`, which only the single post carries. */
export const postInList = post.omit({ content_html: true }).extend({
  category: z.object({ name: z.string(), slug: z.string() }).nullable(),
  tags: z.array(z.object({ id, name: z.string(), slug: z.string() })),
});
export type PostInList = z.infer<typeof postInList>;

export const postAnswer = z.object({
  data: post,
  meta: z.object({ tags: z.array(tag.pick({ id: true, name: true, slug: true, color: true })), category: category.nullable() }),
});
export type PostAnswer = z.infer<typeof postAnswer>;

/** The ETag of a post: it changes with each revision, each change of state and each change of what stands beside the text. */
export function postEtag(of: Pick<Post, "id" | "revision" | "status" | "updated_at">): string {
  return `"${of.id}-${of.revision}-${of.status}-${Date.parse(of.updated_at).toString(36)}"`;
}

const etagOf = (answer: PostAnswer): string => postEtag(answer.data);

export const listPosts = endpoint({
  method: "GET",
  path: "/api/posts",
  summary: "Posts, newest first; drafts only for those who may see them",
  auth: "public",
  query: z.strictObject({
    skip: z.coerce.number().int().min(0).max(10_000).default(0),
    limit,
    published_only: flag.default(true),
    category: z.string().max(120).optional(),
    tag: z.string().max(120).optional(),
    search: z.string().trim().max(200).optional(),
  }),
  response: z.object({
    data: z.array(postInList),
    meta: z.object({
      pagination: z.object({ page: z.number().int(), pageSize: z.number().int(), total: z.number().int(), pageCount: z.number().int() }),
    }),
  }),
  tier: 2,
});

const slugParams = z.strictObject({ slug: z.string().min(1).max(200).meta({ description: "The post's slug or its id" }) });

export const getPost = endpoint({
  method: "GET",
  path: "/api/posts/{slug}",
  summary: "One post by slug or id",
  auth: "public",
  params: slugParams,
  response: postAnswer,
  etagOf,
  errors: ["not_found"],
  tier: 2,
});

const slugText = z
  .string()
  .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, "may hold small letters, digits and single hyphens")
  .max(120);

const overrides = z
  .array(override)
  .max(100)
  .optional()
  .meta({ description: "A reason for each blocking problem that is left; needed only for text that is or becomes public" });

const postFields = {
  title: z.string().trim().min(1).max(300),
  slug: slugText,
  excerpt: z.string().max(500),
  content: z.string().min(1).max(500_000).meta({ description: "Markdown" }),
  category: z.string().trim().min(1).max(100).nullable(),
  tags: z.array(z.string().trim().min(1).max(100)).max(10),
  seo_title: z.string().max(200).nullable(),
  seo_description: z.string().max(400).nullable(),
  seo_keywords: z.string().max(400).nullable(),
};

export const createPost = endpoint({
  method: "POST",
  path: "/api/posts",
  summary: "Write a post by hand; it starts as a draft",
  auth: "cms.write",
  body: z.strictObject({ ...z.object(postFields).partial().shape, title: postFields.title, content: postFields.content }),
  bodyLimitBytes: 2_000_000,
  response: postAnswer,
  etagOf,
  status: 201,
  errors: ["conflict", "invalid"],
  idempotent: true,
  tier: 2,
});

export const updatePost = endpoint({
  method: "PATCH",
  path: "/api/posts/{slug}",
  summary: "Change a post; each change of text is a new revision; the text of a public post is checked first",
  auth: "cms.write",
  params: slugParams,
  body: z.strictObject(z.object(postFields).partial().omit({ slug: true }).extend({ new_slug: slugText.optional(), overrides }).shape),
  bodyLimitBytes: 2_000_000,
  ifMatch: true,
  response: postAnswer,
  etagOf,
  errors: ["not_found", "conflict", "stale", "invalid"],
});

export const deletePost = endpoint({
  method: "DELETE",
  path: "/api/posts/{slug}",
  summary: "Archive a post: it leaves the site, its address answers 404, its revisions stay",
  auth: "cms.write",
  params: slugParams,
  ifMatch: true,
  response: z.object({ id, slug: z.string(), status: postStatus }),
  errors: ["not_found", "stale"],
});

export const publishPost = endpoint({
  method: "POST",
  path: "/api/posts/{slug}/publish",
  summary: "Make a post public; blocking problems need a reason each",
  auth: "cms.publish",
  params: slugParams,
  body: z.strictObject({ overrides }),
  ifMatch: true,
  response: postAnswer,
  etagOf,
  errors: ["not_found", "conflict", "stale"],
});

export const unpublishPost = endpoint({
  method: "POST",
  path: "/api/posts/{slug}/unpublish",
  summary: "Take a post off the site; it is a draft again",
  auth: "cms.publish",
  params: slugParams,
  body: z.strictObject({}),
  ifMatch: true,
  response: postAnswer,
  etagOf,
  errors: ["not_found", "conflict", "stale"],
});

export const revision = z.object({
  revision: z.number().int(),
  title: z.string(),
  content: z.string(),
  excerpt: z.string(),
  by: z.string().nullable(),
  reason: z.string().nullable(),
  created_at: time,
});
export type Revision = z.infer<typeof revision>;

export const listRevisions = endpoint({
  method: "GET",
  path: "/api/posts/{slug}/revisions",
  summary: "A post's revisions, newest first",
  auth: "cms.read_drafts",
  params: slugParams,
  query: z.strictObject({ limit, cursor: z.string().max(500).optional() }),
  response: page(revision),
  errors: ["not_found"],
});

export const restoreRevision = endpoint({
  method: "POST",
  path: "/api/posts/{slug}/revisions/{revision}/restore",
  summary: "Bring an earlier revision back as a new one; an archived post becomes a draft again",
  auth: "cms.write",
  params: slugParams.extend({ revision: z.coerce.number().int().min(1).max(1_000_000) }),
  body: z.strictObject({ overrides }),
  ifMatch: true,
  response: postAnswer,
  etagOf,
  errors: ["not_found", "conflict", "stale"],
});

export const postEvidence = z.object({
  post: z.object({ id, slug: z.string(), title: z.string(), revision: z.number().int(), kind: z.enum(["digest", "article"]) }),
  coverage: z.number().nullable(),
  claims: z.array(claimEvidence),
  sources: z.array(z.object({ source_id: z.string(), title: z.string(), url: z.string().nullable(), sha256: z.string(), fetched_at: time })),
  signatures: z.array(
    z.object({ rule: z.string(), start: z.number().int(), end: z.number().int(), reason: z.string(), signed_by: z.string(), at: time }),
  ),
});
export type PostEvidence = z.infer<typeof postEvidence>;

export const getPostEvidence = endpoint({
  method: "GET",
  path: "/api/posts/{slug}/evidence",
  summary: "What each sentence of a post rests on",
  auth: "public",
  params: slugParams,
  response: postEvidence,
  errors: ["not_found"],
});

export const listCategories = endpoint({
  method: "GET",
  path: "/api/categories",
  summary: "Categories by name",
  auth: "public",
  response: z.object({ data: z.array(category), meta: z.object({}) }),
  tier: 2,
});

export const getCategory = endpoint({
  method: "GET",
  path: "/api/categories/{slug}",
  summary: "One category by slug",
  auth: "public",
  params: slugParams,
  response: z.object({ data: category, meta: z.object({}) }),
  errors: ["not_found"],
});

export const listTags = endpoint({
  method: "GET",
  path: "/api/tags",
  summary: "Tags by name",
  auth: "public",
  response: z.object({ data: z.array(tag), meta: z.object({}) }),
  tier: 2,
});

export const getTag = endpoint({
  method: "GET",
  path: "/api/tags/{slug}",
  summary: "One tag by slug",
  auth: "public",
  params: slugParams,
  response: z.object({ data: tag, meta: z.object({}) }),
  errors: ["not_found"],
});
