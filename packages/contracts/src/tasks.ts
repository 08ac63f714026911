import { z } from "zod";
import { checkReport, problem, verdict } from "./checks.ts";
import { endpoint } from "./endpoint.ts";
import { event } from "./events.ts";
import { cursorQuery, id, limit, micros, offset, page, time } from "./shapes.ts";

export const taskStates = ["queued", "running", "awaiting_approval", "paused", "completed", "failed", "cancelled"] as const;
export type TaskState = (typeof taskStates)[number];

export const task = z.object({
  id,
  task_name: z.string(),
  agent_id: z.string(),
  kind: z.string(),
  status: z.string(),
  outcome: z.string().nullable(),
  topic: z.string(),
  primary_keyword: z.string().nullable(),
  target_audience: z.string().nullable(),
  category: z.string().nullable(),
  progress: z.object({ percent: z.number().int(), step: z.string().nullable(), message: z.string() }),
  approval_id: z.string().nullable(),
  cost_micros: micros,
  error: z.object({ code: z.string(), message: z.string() }).nullable(),
  created_at: time,
  updated_at: time,
  started_at: time.nullable(),
  completed_at: time.nullable(),
  metadata: z.record(z.string(), z.unknown()),
  result: z.record(z.string(), z.unknown()).nullable(),
});
export type Task = z.infer<typeof task>;

const taskParams = z.strictObject({ task_id: id });

export const listTasks = endpoint({
  method: "GET",
  path: "/api/tasks",
  summary: "Tasks, newest first",
  auth: "tasks.read",
  query: z.strictObject({ offset, limit, status: z.string().max(50).optional(), category: z.string().max(50).optional() }),
  response: z.object({ tasks: z.array(task), total: z.number().int(), offset: z.number().int(), limit: z.number().int() }),
  tier: 2,
});

export const getTask = endpoint({
  method: "GET",
  path: "/api/tasks/{task_id}",
  summary: "One task",
  auth: "tasks.read",
  params: taskParams,
  response: task,
  errors: ["not_found"],
  tier: 2,
});

export const patchTask = endpoint({
  method: "PATCH",
  path: "/api/tasks/{task_id}",
  summary: "Cancel, pause or resume a task, or add to its metadata",
  auth: "tasks.write",
  params: taskParams,
  body: z.strictObject({
    status: z.enum(["pending", "in_progress", "paused", "completed", "failed", "cancelled"]).optional(),
    result: z.record(z.string(), z.unknown()).nullish(),
    metadata: z.record(z.string(), z.unknown()).nullish(),
  }),
  response: task,
  errors: ["not_found", "conflict"],
});

export const getTaskMetrics = endpoint({
  method: "GET",
  path: "/api/tasks/metrics/summary",
  summary: "How many tasks there are, how they ended, how long they took and what they cost",
  auth: "tasks.read",
  response: z.object({
    total_tasks: z.number().int(),
    completed_tasks: z.number().int(),
    failed_tasks: z.number().int(),
    pending_tasks: z.number().int(),
    success_rate: z.number().nullable(),
    avg_execution_time: z.number().nullable(),
    total_cost: z.number(),
  }),
});

const move = { method: "POST", auth: "tasks.write", params: taskParams, response: task, errors: ["not_found", "conflict"] } as const;
const nothing = z.strictObject({});

export const cancelTask = endpoint({ ...move, path: "/api/tasks/{task_id}/cancel", summary: "Cancel a task", body: nothing });
export const pauseTask = endpoint({ ...move, path: "/api/tasks/{task_id}/pause", summary: "Pause a task before its next step", body: nothing });
export const resumeTask = endpoint({ ...move, path: "/api/tasks/{task_id}/resume", summary: "Resume a paused task", body: nothing });
export const retryTask = endpoint({
  ...move,
  path: "/api/tasks/{task_id}/retry",
  summary: "Run a failed task again from the step that failed, or from an earlier one",
  body: z.strictObject({ from_step: z.string().max(100).optional() }),
});

export const taskStep = z.object({
  name: z.string(),
  /** Which time the task does this step: 2 and more after it was asked for changes. */
  round: z.number().int(),
  status: z.enum(["waiting", "running", "completed", "failed", "cancelled"]),
  /** How often this round of it was begun. */
  attempts: z.number().int(),
  started_at: time.nullable(),
  duration_ms: z.number().nullable(),
  cost_micros: micros,
  input_summary: z.string().nullable(),
  output_summary: z.string().nullable(),
  error: z.object({ code: z.string(), message: z.string() }).nullable(),
});
export type TaskStep = z.infer<typeof taskStep>;

export const listTaskSteps = endpoint({
  method: "GET",
  path: "/api/tasks/{task_id}/steps",
  summary: "The recorded steps of a task, in order",
  auth: "tasks.read",
  params: taskParams,
  response: page(taskStep),
  errors: ["not_found"],
});

export const listTaskEvents = endpoint({
  method: "GET",
  path: "/api/tasks/{task_id}/events",
  summary: "What happened in a task, oldest first",
  auth: "tasks.read",
  params: taskParams,
  query: cursorQuery,
  response: page(event),
  errors: ["not_found"],
});

export const taskStreamPart = z.discriminatedUnion("type", [
  z.object({ type: z.literal("text"), step: z.string(), section: z.number().int(), offset: z.number().int(), text: z.string() }),
  z.object({ type: z.literal("replace"), step: z.string(), section: z.number().int(), text: z.string() }),
  z.object({ type: z.literal("done"), status: z.string() }),
]);

export const streamTask = endpoint({
  method: "GET",
  path: "/api/tasks/{task_id}/stream",
  summary: "The text of a draft while it is written",
  auth: "tasks.read",
  params: taskParams,
  response: taskStreamPart,
  stream: true,
  timeout: "stream",
  errors: ["not_found"],
});

export const approvalStatus = z.enum(["open", "approved", "rejected", "changes_requested", "expired", "cancelled"]);
export const decision = z.enum(["approve", "reject", "changes"]);

export const approvalRow = z.object({
  id,
  kind: z.string(),
  task_id: id,
  title: z.string(),
  status: approvalStatus,
  blocking_count: z.number().int(),
  cost_micros: micros,
  created_at: time,
  expires_at: time,
  on_expiry: z.literal("pause"),
});
export type ApprovalRow = z.infer<typeof approvalRow>;

export const citation = z.object({
  source_id: z.string(),
  title: z.string(),
  url: z.string().nullable(),
  sha256: z.string(),
  quote: z.string(),
  start: z.number().int(),
  end: z.number().int(),
});

export const claimEvidence = z.object({
  claim: z.object({ text: z.string(), start: z.number().int(), end: z.number().int(), verdict }),
  citations: z.array(citation),
});

/** What a person is asked about, frozen when the question opens. */
export const approvalDocument = z.object({
  preview: z.object({
    title: z.string(),
    slug: z.string(),
    excerpt: z.string(),
    content: z.string(),
    html: z.string(),
    category: z.string().nullable(),
    tags: z.array(z.string()),
  }),
  evidence: z.array(claimEvidence),
  checks: checkReport,
});
export type ApprovalDocument = z.infer<typeof approvalDocument>;

export const approval = approvalRow.extend({
  ...approvalDocument.shape,
  decision: z.object({ decision, by: z.string(), at: time, note: z.string().nullable(), effective_at: time, edited: z.boolean() }).nullable(),
});
export type Approval = z.infer<typeof approval>;

export const listApprovals = endpoint({
  method: "GET",
  path: "/api/approvals",
  summary: "Questions to a person, newest first",
  auth: "approvals.read",
  query: cursorQuery.extend({ status: approvalStatus.optional(), task_id: id.optional() }),
  response: page(approvalRow),
});

const approvalParams = z.strictObject({ approval_id: id });

export const getApproval = endpoint({
  method: "GET",
  path: "/api/approvals/{approval_id}",
  summary: "One question with its preview, evidence and checks",
  auth: "approvals.read",
  params: approvalParams,
  response: approval,
  errors: ["not_found"],
});

export const editedPreview = z.strictObject({
  title: z.string().trim().min(1).max(300).optional(),
  slug: z
    .string()
    .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, "may hold small letters, digits and single hyphens")
    .max(120)
    .optional(),
  excerpt: z.string().max(500).optional(),
  content: z.string().min(1).max(500_000).optional(),
  category: z.string().max(100).optional(),
  tags: z.array(z.string().min(1).max(100)).max(10).optional(),
});
export type EditedPreview = z.infer<typeof editedPreview>;

export const override = z.strictObject({
  rule: z.string().min(1).max(100),
  start: z.number().int().min(0),
  end: z.number().int().min(0),
  reason: z.string().trim().min(3).max(500),
});
export type Override = z.infer<typeof override>;

export const decideApproval = endpoint({
  method: "POST",
  path: "/api/approvals/{approval_id}/decide",
  summary: "Approve, reject or ask for changes; what is edited is checked again first",
  auth: "approvals.decide",
  params: approvalParams,
  body: z.strictObject({
    decision,
    note: z.string().max(2000).optional(),
    edited: editedPreview.optional(),
    overrides: z.array(override).max(100).optional(),
    hold_seconds: z.number().int().min(0).max(60).default(0),
  }),
  bodyLimitBytes: 2_000_000,
  response: approval,
  errors: ["not_found", "conflict", "invalid"],
});

export const undoDecision = endpoint({
  method: "POST",
  path: "/api/approvals/{approval_id}/undo",
  summary: "Take a decision back while it is held",
  auth: "approvals.decide",
  params: approvalParams,
  body: nothing,
  response: approval,
  errors: ["not_found", "conflict"],
});

/** What a 409 of a decision carries when blocking problems are left. */
export const blockingProblems = z.array(problem);
