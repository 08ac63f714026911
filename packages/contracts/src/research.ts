import { z } from "zod";
import { endpoint } from "./endpoint.ts";
import { cursorQuery, id, page, time } from "./shapes.ts";

const sourceFields = {
  url: z
    .url({ protocol: /^https?$/, error: "must be an http or https address" })
    .max(2000)
    .optional(),
  text: z.string().min(1).max(1_000_000).optional(),
  title: z.string().min(1).max(300).optional(),
  format: z.enum(["markdown", "html", "text"]).optional(),
};

/** `{url}`, `{text, title?, url?, format?}` or `{source_id}`. */
export const sourceInput = z.strictObject({ ...sourceFields, source_id: id.optional() }).check((entry) => {
  const { source_id, text, url, title, format } = entry.value;
  if (source_id !== undefined && (text ?? url ?? title ?? format) !== undefined) {
    entry.issues.push({ code: "custom", path: ["source_id"], message: "stands alone: leave out the other fields", input: entry.value });
  } else if (source_id === undefined && text === undefined && url === undefined) {
    entry.issues.push({ code: "custom", path: ["text"], message: "give url, text or source_id", input: entry.value });
  } else if (text === undefined && format !== undefined) {
    entry.issues.push({ code: "custom", path: ["format"], message: "goes with text only", input: entry.value });
  }
});
export type SourceInput = z.infer<typeof sourceInput>;

export const sourceFlag = z.object({
  kind: z.enum(["instruction", "hidden_text", "mirror", "number_conflict", "metadata"]),
  quote: z.string(),
  start: z.number().int().optional(),
  end: z.number().int().optional(),
  other_source_id: z.string().optional(),
});
export type SourceFlag = z.infer<typeof sourceFlag>;

export const snapshot = z.object({ sha256: z.string(), bytes: z.number().int(), media_type: z.string() });

export const sourceStatus = z.enum(["waiting", "read", "failed"]);

export const source = z.object({
  id,
  title: z.string(),
  url: z.string().nullable(),
  status: sourceStatus,
  reason: z.string().nullable(),
  snapshot: snapshot.extend({ fetched_at: time }).nullable(),
  passages: z.number().int(),
  flags: z.array(sourceFlag),
  created_at: time,
});
export type Source = z.infer<typeof source>;

export const addSource = endpoint({
  method: "POST",
  path: "/api/research/sources",
  summary: "Keep a source: an address, a text or a file",
  auth: "research.write",
  body: z.strictObject(sourceFields),
  upload: true,
  bodyLimitBytes: 20_000_000,
  response: z.object({ id, title: z.string(), snapshot, passages: z.number().int(), flags: z.array(sourceFlag) }),
  status: 201,
  errors: ["invalid", "too_large", "unsupported", "unavailable", "timeout"],
  timeout: "model",
  idempotent: true,
});

export const listSources = endpoint({
  method: "GET",
  path: "/api/research/sources",
  summary: "Kept sources, newest first",
  auth: "research.read",
  query: cursorQuery,
  response: page(source),
});

const sourceParams = z.strictObject({ source_id: id });

export const getSnapshot = endpoint({
  method: "GET",
  path: "/api/research/sources/{source_id}/snapshot",
  summary: "The stored bytes that a source was read from, as they were received",
  auth: "research.read",
  params: sourceParams,
  response: z.unknown(),
  download: true,
  errors: ["not_found"],
});

/** A piece of a source's text that is searched and cited; `start` and `end` are UTF-16 positions in the readable text. */
export const passage = z.object({
  id,
  position: z.number().int(),
  text: z.string(),
  start: z.number().int(),
  end: z.number().int(),
  is_flagged: z.boolean().meta({ description: "Speaks to a machine: kept for the record, never found or cited" }),
});

export const listPassages = endpoint({
  method: "GET",
  path: "/api/research/sources/{source_id}/passages",
  summary: "The passages of a source, in the order of its text",
  auth: "research.read",
  params: sourceParams,
  query: cursorQuery,
  response: page(passage),
  errors: ["not_found"],
});

const changedPassage = z.object({ text: z.string(), start: z.number().int(), end: z.number().int() });

export const refetchSource = endpoint({
  method: "POST",
  path: "/api/research/sources/{source_id}/refetch",
  summary: "Fetch a source's address again and tell what has changed; a changed page becomes a source of its own, and the old one stays",
  auth: "research.write",
  params: sourceParams,
  response: z.object({
    changed: z.boolean(),
    /** The source that holds what the address says now: the same one while nothing has changed. */
    source_id: id,
    previous_source_id: id,
    snapshot,
    added: z.array(changedPassage).meta({ description: "Passages that the old one did not have, with positions in the new text; at most 200" }),
    removed: z.array(changedPassage).meta({ description: "Passages that are gone, with positions in the old text; at most 200" }),
  }),
  errors: ["not_found", "conflict", "too_large", "unsupported", "unavailable", "timeout"],
  timeout: "model",
  idempotent: true,
});

export const getSource = endpoint({
  method: "GET",
  path: "/api/research/sources/{source_id}",
  summary: "One kept source",
  auth: "research.read",
  params: sourceParams,
  response: source.extend({
    declared: z
      .object({ author: z.string().nullable(), published_at: z.string().nullable(), canonical_url: z.string().nullable() })
      .meta({ description: "What the document says of itself: claims, as they are written there" }),
  }),
  errors: ["not_found"],
});
