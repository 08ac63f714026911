import { z } from "zod";
import { endpoint } from "./endpoint.ts";
import { cursorQuery, id, page, time } from "./shapes.ts";

export const memoryKinds = [
  "conversation",
  "business_fact",
  "strategic_insight",
  "user_preference",
  "process_knowledge",
  "market_intelligence",
  "technical_knowledge",
  "relationship",
] as const;
export const memoryKind = z.enum(memoryKinds);
export type MemoryKind = z.infer<typeof memoryKind>;

/** As long as one memory may be, in characters. */
export const maxMemoryCharacters = 10_000;
/** As many as are taken at once. */
export const maxMemoriesAtOnce = 1_000;

const unstorable = /[\0\p{Surrogate}]/u;
const words = (longest: number) =>
  z
    .string()
    .min(1)
    .max(longest)
    .refine((text) => text.trim() !== "", "may not be blank")
    .refine((text) => !unstorable.test(text), "may not hold a NUL character or half of a character");

const tag = words(50).transform((text) => text.trim().toLowerCase());
/** As many tags as a memory may have. */
export const mostMemoryTags = 20;
const tags = z.array(tag).max(mostMemoryTags);
const importance = z.number().int().min(1).max(5).meta({ description: "1 trivial to 5 critical" });
const confidence = z.number().min(0).max(1);
const person = words(200).meta({ description: "Whom it is about: an account's id, or a name or address of your own choosing" });
const language = z.string().regex(/^[a-z]{2}$/, "must be two small letters, such as en or de");
/** A moment as given: any offset; kept as UTC. */
const moment = z.iso.datetime({ offset: true });

export const memory = z.object({
  id,
  text: z.string(),
  kind: memoryKind,
  tags: z.array(z.string()),
  importance: z.number().int(),
  confidence: z.number(),
  strength: z.number().meta({ description: "The confidence as it has faded since the memory was last told" }),
  origin: z.string().nullable(),
  person: z.string().nullable(),
  language: z.string(),
  valid_from: time,
  valid_to: time.nullable(),
  keep_until: time.nullable().meta({ description: "When it is forgotten by itself; null: never" }),
  times_told: z.number().int(),
  agent: z.string().meta({ description: "Who keeps it: an agent's name, `people` or `system`" }),
  version: z.number().int(),
  created_by: z.string().nullable(),
  created_at: time,
  updated_at: time,
});
export type Memory = z.infer<typeof memory>;

/** The tag that If-Match takes. */
export function memoryEtag(of: Pick<Memory, "id" | "version">): string {
  return `"${of.id}-${of.version}"`;
}

const etagOf = (answer: Pick<Memory, "id" | "version">): string => memoryEtag(answer);

export const newMemory = z.strictObject({
  id: id.optional(),
  text: words(maxMemoryCharacters),
  kind: memoryKind,
  tags: tags.default([]),
  importance: importance.default(3),
  confidence: confidence.default(1),
  origin: words(500).optional(),
  person: person.optional(),
  language: language.default("en"),
  valid_from: moment.optional(),
  valid_to: moment.optional(),
  keep_until: moment.optional(),
});
export type NewMemory = z.infer<typeof newMemory>;

export const addMemory = endpoint({
  method: "POST",
  path: "/api/memory",
  summary: "Keep something: told again it is merged, and a fact that it contradicts ends",
  auth: "memory.write",
  body: newMemory,
  response: memory.extend({ outcome: z.enum(["added", "merged"]), closed: z.array(id) }),
  etagOf,
  status: 201,
  errors: ["conflict", "invalid"],
  idempotent: true,
  tier: 2,
  tool: "Remember something about the business: a fact, a preference, a lesson. Give the text word for word, and its kind.",
});

export const listMemories = endpoint({
  method: "GET",
  path: "/api/memory",
  summary: "What is remembered, newest first",
  auth: "memory.read",
  query: cursorQuery.extend({
    kind: memoryKind.optional(),
    tag: tag.optional(),
    person: person.optional(),
    at: moment.optional(),
    min_importance: z.coerce.number().int().min(1).max(5).optional(),
  }),
  response: page(memory),
  tier: 2,
});

const kinds = z.array(memoryKind).min(1).max(memoryKinds.length);

export const addMemories = endpoint({
  method: "POST",
  path: "/api/memory/bulk",
  summary: "Keep many things at once: all of them or none",
  auth: "memory.write",
  body: z.strictObject({ items: z.array(newMemory).min(1).max(maxMemoriesAtOnce) }),
  bodyLimitBytes: 12_000_000,
  response: z.object({
    added: z.number().int(),
    merged: z.number().int(),
    results: z.array(z.object({ id, outcome: z.enum(["added", "merged"]) })).meta({ description: "In the order of the items" }),
    closed: z.array(id),
  }),
  status: 201,
  errors: ["conflict", "invalid", "too_large"],
  idempotent: true,
});

export const foundMemory = memory.extend({
  score: z.number(),
  why: z.object({ lexical: z.number().nullable(), vector: z.number().nullable(), rerank: z.number().nullable() }),
});

export const searchMemories = endpoint({
  method: "POST",
  path: "/api/memory/search",
  summary: "Find what is remembered, by words and by meaning, best first",
  auth: "memory.read",
  body: z.strictObject({
    query: words(1_000),
    limit: z.number().int().min(1).max(50).default(10),
    kinds: kinds.optional(),
    tags: tags.min(1).optional().meta({ description: "Any of these" }),
    person: person.optional(),
    at: moment.optional().meta({ description: "What held at that moment; now when left out" }),
  }),
  response: z.object({
    results: z.array(foundMemory),
    meta: z.object({ mode: z.enum(["hybrid", "lexical_only"]), reason: z.string().nullable() }),
  }),
  tier: 3,
  tool: "Find what the business remembers about a question. Answers texts word for word with their origin.",
});

const memoryParams = z.strictObject({ memory_id: id });

export const getMemory = endpoint({
  method: "GET",
  path: "/api/memory/{memory_id}",
  summary: "One memory",
  auth: "memory.read",
  params: memoryParams,
  response: memory,
  etagOf,
  errors: ["not_found"],
  tier: 2,
});

export const updateMemory = endpoint({
  method: "PATCH",
  path: "/api/memory/{memory_id}",
  summary: "Change a memory; what is left out stays",
  auth: "memory.write",
  params: memoryParams,
  body: z.strictObject({
    text: words(maxMemoryCharacters).optional(),
    kind: memoryKind.optional(),
    tags: tags.optional(),
    importance: importance.optional(),
    confidence: confidence.optional(),
    origin: words(500).nullable().optional(),
    person: person.nullable().optional(),
    language: language.optional(),
    valid_from: moment.optional(),
    valid_to: moment.nullable().optional(),
    keep_until: moment.nullable().optional(),
  }),
  ifMatch: true,
  response: memory,
  etagOf,
  errors: ["not_found", "conflict", "stale", "invalid"],
  tier: 2,
});

export const deleteMemory = endpoint({
  method: "DELETE",
  path: "/api/memory/{memory_id}",
  summary: "Forget one memory, text and index",
  auth: "memory.write",
  params: memoryParams,
  ifMatch: true,
  response: z.object({ id, forgotten: z.literal(true) }),
  errors: ["not_found", "stale"],
});

const forgetFilter = z
  .strictObject({
    kinds: kinds.optional(),
    tags: tags.min(1).optional().meta({ description: "Any of these" }),
    person: person.optional(),
    origin: words(500).optional(),
    told_before: moment.optional().meta({ description: "Last told before that moment" }),
    max_importance: importance.optional(),
  })
  .refine((filter) => Object.values(filter).some((value) => value !== undefined), "must name at least one thing to forget by");

export const forgetMemories = endpoint({
  method: "POST",
  path: "/api/memory/forget",
  summary: "Forget by a filter; without `preview: false` it only says what would be forgotten",
  auth: "memory.write",
  body: z.strictObject({ filter: forgetFilter, preview: z.boolean().default(true) }),
  response: z.object({
    count: z.number().int().meta({ description: "How many match" }),
    forgotten: z.number().int(),
    examples: z.array(memory).meta({ description: "The first of them, longest not told" }),
  }),
  errors: ["invalid"],
  idempotent: true,
});

const personParams = z.strictObject({ person });

export const exportPerson = endpoint({
  method: "GET",
  path: "/api/memory/people/{person}",
  summary: "Everything that is remembered about a person, newest first",
  auth: "memory.read",
  params: personParams,
  query: cursorQuery,
  response: page(memory),
});

export const erasePerson = endpoint({
  method: "DELETE",
  path: "/api/memory/people/{person}",
  summary: "Forget everything about a person, and who told what else they told",
  auth: "memory.write",
  params: personParams,
  response: z.object({
    forgotten: z.number().int(),
    unsigned: z.number().int().meta({ description: "Memories about other things that no longer say who told them" }),
  }),
});

export const memoryStats = z.object({
  total_memories: z.number().int(),
  short_term_count: z.number().int(),
  long_term_count: z.number().int(),
  memory_usage_bytes: z.number().int(),
  memory_usage_mb: z.number(),
  last_cleanup: time.nullable(),
  by_agent: z.record(z.string(), z.object({ memories: z.number().int(), usage_mb: z.number(), last_access: time })),
});

export const getMemoryStats = endpoint({
  method: "GET",
  path: "/api/agents/memory/stats",
  summary: "How much is remembered, by whom, and how large it is",
  auth: "memory.read",
  response: memoryStats,
  tier: 3,
});
