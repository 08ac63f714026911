import { z } from "zod";
import { endpoint } from "./endpoint.ts";
import { cursorQuery, page, time } from "./shapes.ts";

export const health = z.object({
  status: z.enum(["healthy", "degraded", "unhealthy", "starting"]),
  service: z.literal("cofounder"),
  version: z.string(),
  timestamp: time,
  startup_complete: z.boolean(),
  components: z.record(z.string(), z.string()),
  latencies_ms: z.record(z.string(), z.number()).optional(),
});
export type Health = z.infer<typeof health>;

export const getHealth = endpoint({
  method: "GET",
  path: "/api/health",
  summary: "How the server and its parts are",
  auth: "public",
  response: health,
  statusOf: (answer: Health) => (answer.status === "healthy" || answer.status === "degraded" ? 200 : 503),
  tier: 1,
});

export const site = z.object({ name: z.string(), tagline: z.string(), url: z.string(), time_zone: z.string() });
export type Site = z.infer<typeof site>;

export const getSite = endpoint({
  method: "GET",
  path: "/api/site",
  summary: "What the public site says of itself",
  auth: "public",
  response: site,
});

export const settingValue = z.union([z.string(), z.number(), z.boolean()]);

export const setting = z.object({
  id: z.number().int(),
  key: z.string(),
  value: z.string(),
  data_type: z.enum(["string", "integer", "float", "boolean", "json"]),
  category: z.string(),
  environment: z.literal("all"),
  description: z.string(),
  default_value: z.string(),
  is_encrypted: z.boolean(),
  is_read_only: z.boolean(),
  tags: z.array(z.string()),
  created_at: time,
  updated_at: time,
  created_by_id: z.string().nullable(),
  updated_by_id: z.string().nullable(),
  value_preview: z.string().nullable(),
});
export type Setting = z.infer<typeof setting>;

export const listSettings = endpoint({
  method: "GET",
  path: "/api/settings",
  summary: "Every setting with its value, default and description",
  auth: "settings.read",
  query: z.strictObject({
    category: z.string().max(50).optional(),
    environment: z.enum(["development", "staging", "production", "all"]).optional(),
    tags: z.string().max(200).optional(),
    search: z.string().max(200).optional(),
    page: z.coerce.number().int().min(1).default(1),
    per_page: z.coerce.number().int().min(1).max(100).default(20),
  }),
  response: z.object({
    total: z.number().int(),
    page: z.number().int(),
    per_page: z.number().int(),
    pages: z.number().int(),
    items: z.array(setting),
  }),
});

const settingId = z.strictObject({ setting_id: z.string().max(255).meta({ description: "The setting's number or its key" }) });

export const getSetting = endpoint({
  method: "GET",
  path: "/api/settings/{setting_id}",
  summary: "One setting",
  auth: "settings.read",
  params: settingId,
  response: setting,
  errors: ["not_found"],
});

export const putSetting = endpoint({
  method: "PUT",
  path: "/api/settings/{setting_id}",
  summary: "Change a setting",
  auth: "settings.write",
  params: settingId,
  body: z.strictObject({
    value: settingValue,
    is_encrypted: z.boolean().optional(),
    is_read_only: z.boolean().optional(),
    tags: z.array(z.string().max(50)).max(20).optional(),
  }),
  response: setting,
  errors: ["not_found", "invalid"],
});

export const listSettingHistory = endpoint({
  method: "GET",
  path: "/api/settings/{setting_id}/history",
  summary: "Who changed a setting, when and from what to what",
  auth: "settings.read",
  params: settingId,
  query: cursorQuery,
  response: page(z.object({ at: time, by: z.string().nullable(), before: z.string().nullable(), after: z.string() })),
  errors: ["not_found"],
});
