import { z } from "zod";
import { checkReport } from "./checks.ts";
import { endpoint } from "./endpoint.ts";
import { sourceInput } from "./research.ts";
import { id, limit, money, offset, time } from "./shapes.ts";

export const styles = ["technical", "narrative", "listicle", "educational", "thought-leadership"] as const;
export const tones = ["professional", "casual", "academic", "inspirational"] as const;

const topic = z.string().trim().min(3).max(200);
const sources = z.array(sourceInput).min(1).max(50);
const name = z.string().trim().min(1).max(100);

/** All sources of one request together, in bytes. */
export const maxSourcesBytes = 20_000_000;

export const createContentTask = endpoint({
  method: "POST",
  path: "/api/content/tasks",
  summary: "Ask for an article: research, cited draft, checks, a person's decision, publication",
  auth: "content.write",
  body: z.strictObject({
    task_type: z.enum(["blog_post", "social_media", "email", "newsletter"]).default("blog_post"),
    topic,
    style: z.enum(styles).default("technical"),
    tone: z.enum(tones).default("professional"),
    target_length: z.number().int().min(200).max(5000).default(1500),
    tags: z.array(name).max(10).nullish(),
    categories: z.array(name).max(5).nullish(),
    generate_featured_image: z.boolean().default(true),
    publish_mode: z.enum(["draft", "publish"]).default("draft"),
    enhanced: z.boolean().default(false),
    target_environment: z.enum(["development", "staging", "production"]).default("production"),
    audience: name.optional(),
    keywords: z.array(name).max(15).optional(),
    budget_usd: money.optional(),
    local_only: z.boolean().optional(),
    sources: sources.optional(),
  }),
  bodyLimitBytes: 60_000_000,
  response: z.object({
    task_id: id,
    task_type: z.string(),
    status: z.string(),
    topic: z.string(),
    created_at: time,
    polling_url: z.string(),
  }),
  status: 201,
  errors: ["invalid", "too_large"],
  idempotent: true,
  tier: 2,
  tool: "Start writing an article on a topic from given sources. Returns the task's id; a person decides before anything is published.",
});

export const createTask = endpoint({
  method: "POST",
  path: "/api/tasks",
  summary: "Ask for an article, in the words of the task list",
  auth: "content.write",
  body: z.strictObject({
    task_name: z.string().trim().min(3).max(200),
    topic,
    primary_keyword: z.string().max(100).default(""),
    target_audience: z.string().max(100).default(""),
    category: z.string().max(50).default("general"),
    metadata: z.record(z.string(), z.unknown()).nullish(),
    sources: sources.optional(),
    publish_mode: z.enum(["draft", "publish"]).default("draft"),
    budget_usd: money.optional(),
  }),
  bodyLimitBytes: 60_000_000,
  response: z.object({ id, status: z.string(), created_at: time, message: z.string() }),
  status: 201,
  errors: ["invalid", "too_large"],
  idempotent: true,
  tier: 2,
});

export const contentResult = z.object({
  title: z.string(),
  content: z.string(),
  excerpt: z.string(),
  summary: z.string(),
  word_count: z.number().int(),
  featured_image_url: z.string().nullable(),
  featured_image_source: z.string().nullable(),
  model_used: z.string(),
  quality_score: z.number().nullable(),
  tags: z.array(z.string()),
  strapi_post_id: z.string().nullable(),
  strapi_url: z.string().nullable(),
  task_metadata: z.object({
    kind: z.enum(["digest", "article"]),
    coverage: z.number().nullable(),
    blocking: z.array(z.object({ rule: z.string(), message: z.string() })),
    post_id: z.string().nullable(),
    slug: z.string().nullable(),
    sources: z.array(
      z.object({ source_id: z.string(), title: z.string(), status: z.string(), reason: z.string().optional(), mirror_of: z.string().optional() }),
    ),
  }),
});
export type ContentResult = z.infer<typeof contentResult>;

export const contentTask = z.object({
  task_id: id,
  task_type: z.string(),
  status: z.string(),
  topic: z.string(),
  progress: z.object({ percent: z.number().int(), step: z.string().nullable(), message: z.string() }),
  approval_id: z.string().nullable(),
  result: contentResult.nullable(),
  error: z.object({ code: z.string(), message: z.string() }).nullable(),
  created_at: time,
  updated_at: time,
});
export type ContentTask = z.infer<typeof contentTask>;

const taskParams = z.strictObject({ task_id: id });

export const getContentTask = endpoint({
  method: "GET",
  path: "/api/content/tasks/{task_id}",
  summary: "Progress and result of a content task",
  auth: "tasks.read",
  params: taskParams,
  response: contentTask,
  errors: ["not_found"],
  tier: 2,
});

export const listContentTasks = endpoint({
  method: "GET",
  path: "/api/content/tasks",
  summary: "Content tasks, newest first",
  auth: "tasks.read",
  query: z.strictObject({ task_type: z.string().max(50).optional(), status: z.string().max(50).optional(), limit, offset }),
  response: z.object({
    drafts: z.array(
      z.object({
        draft_id: id,
        title: z.string(),
        created_at: time,
        status: z.string(),
        word_count: z.number().int(),
        summary: z.string().nullable(),
      }),
    ),
    total: z.number().int(),
    limit: z.number().int(),
    offset: z.number().int(),
  }),
  tier: 2,
});

export const deleteContentTask = endpoint({
  method: "DELETE",
  path: "/api/content/tasks/{task_id}",
  summary: "Cancel a content task where it runs, and take it off the lists",
  auth: "tasks.write",
  params: taskParams,
  response: z.object({ task_id: id, deleted: z.boolean(), message: z.string() }),
  errors: ["not_found"],
});

export const approveContentTask = endpoint({
  method: "POST",
  path: "/api/content/tasks/{task_id}/approve",
  summary: "Approve or reject the draft that waits",
  auth: "approvals.decide",
  params: taskParams,
  body: z.strictObject({
    approved: z.boolean(),
    human_feedback: z.string().min(10).max(1000),
    reviewer_id: z
      .string()
      .min(2)
      .max(100)
      .regex(/^[a-zA-Z0-9._-]+$/),
  }),
  response: z.object({
    task_id: id,
    approval_status: z.string(),
    strapi_post_id: z.string().nullable(),
    published_url: z.string().nullable(),
    approval_timestamp: time,
    reviewer_id: z.string(),
    message: z.string(),
  }),
  errors: ["not_found", "conflict"],
});

export const checkContent = endpoint({
  method: "POST",
  path: "/api/content/check",
  summary: "Check a text claim by claim against sources",
  auth: "tasks.read",
  body: z.strictObject({
    text: z.string().max(500_000),
    title: z.string().max(300).optional(),
    sources: z
      .array(
        z.strictObject({
          id: z.string().max(100).optional(),
          title: z.string().max(300).optional(),
          url: z.string().max(2000).optional(),
          text: z.string().max(1_000_000),
        }),
      )
      .max(50)
      .optional(),
    task_id: id.optional(),
  }),
  bodyLimitBytes: 20_000_000,
  response: checkReport,
  errors: ["invalid", "not_found"],
  tier: 3,
  tool: "Check a text claim by claim against given sources. Says which claims are supported, contradicted or unsupported, with quotes.",
});
