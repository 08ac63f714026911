import type { Permission } from "@cofounder/kernel";
import { z } from "zod";

interface EventKind {
  /** What the event is about. */
  subject: string;
  /** Who may see it in the stream and the trail. */
  read: Permission;
  data: z.ZodObject;
}

const kind = <const Kind extends EventKind>(spec: Kind): Kind => spec;

const step = z.object({ step: z.string(), round: z.number().int(), attempt: z.number().int() });
const post = z.object({ slug: z.string(), title: z.string() });

/** Everything that can happen, noun.past-verb. One closed list: the outbox, the trail, the stream and the reactions read it. */
export const events = {
  "user.registered": kind({ subject: "user", read: "users.manage", data: z.object({ role: z.string() }) }),
  "user.signed_in": kind({ subject: "user", read: "users.manage", data: z.object({ session_id: z.string() }) }),
  "user.signed_out": kind({ subject: "user", read: "users.manage", data: z.object({ session_id: z.string() }) }),
  "user.locked": kind({ subject: "user", read: "users.manage", data: z.object({ until: z.string() }) }),
  "session.revoked": kind({
    subject: "session",
    read: "users.manage",
    data: z.object({ reason: z.enum(["signed_out", "token_reused", "role_changed"]) }),
  }),
  "setting.changed": kind({
    subject: "setting",
    read: "settings.read",
    data: z.object({ key: z.string(), before: z.unknown(), after: z.unknown() }),
  }),
  "task.queued": kind({ subject: "task", read: "tasks.read", data: z.object({ kind: z.string(), topic: z.string() }) }),
  "task.started": kind({ subject: "task", read: "tasks.read", data: z.object({}) }),
  "task.step_started": kind({ subject: "task", read: "tasks.read", data: step }),
  "task.step_completed": kind({
    subject: "task",
    read: "tasks.read",
    data: step.extend({ percent: z.number().int(), duration_ms: z.number(), cost_micros: z.number().int(), summary: z.string().nullable() }),
  }),
  "task.step_failed": kind({ subject: "task", read: "tasks.read", data: step.extend({ code: z.string(), message: z.string() }) }),
  "task.awaiting_approval": kind({ subject: "task", read: "tasks.read", data: z.object({ approval_id: z.string() }) }),
  "task.paused": kind({ subject: "task", read: "tasks.read", data: z.object({ reason: z.enum(["person", "approval_expired"]) }) }),
  "task.resumed": kind({ subject: "task", read: "tasks.read", data: z.object({}) }),
  "task.retried": kind({ subject: "task", read: "tasks.read", data: z.object({ from_step: z.string().nullable() }) }),
  "task.completed": kind({ subject: "task", read: "tasks.read", data: z.object({ outcome: z.string() }) }),
  "task.failed": kind({ subject: "task", read: "tasks.read", data: z.object({ code: z.string(), message: z.string() }) }),
  "task.cancelled": kind({ subject: "task", read: "tasks.read", data: z.object({}) }),
  "task.deleted": kind({ subject: "task", read: "tasks.read", data: z.object({}) }),
  "approval.opened": kind({
    subject: "approval",
    read: "approvals.read",
    data: z.object({ kind: z.string(), title: z.string(), blocking_count: z.number().int() }),
  }),
  "approval.decided": kind({
    subject: "approval",
    read: "approvals.read",
    data: z.object({ decision: z.enum(["approve", "reject", "changes"]), effective_at: z.string() }),
  }),
  "approval.undone": kind({ subject: "approval", read: "approvals.read", data: z.object({}) }),
  "approval.expired": kind({ subject: "approval", read: "approvals.read", data: z.object({}) }),
  "approval.reopened": kind({ subject: "approval", read: "approvals.read", data: z.object({ expires_at: z.string() }) }),
  "approval.cancelled": kind({ subject: "approval", read: "approvals.read", data: z.object({}) }),
  "source.added": kind({ subject: "source", read: "research.read", data: z.object({ title: z.string() }) }),
  "source.read": kind({ subject: "source", read: "research.read", data: z.object({ sha256: z.string(), passages: z.number().int() }) }),
  "source.flagged": kind({
    subject: "source",
    read: "research.read",
    data: z.object({ mirror_of: z.string().nullable(), number_conflicts: z.number().int() }),
  }),
  "source.failed": kind({ subject: "source", read: "research.read", data: z.object({ reason: z.string() }) }),
  "memory.added": kind({ subject: "memory", read: "memory.read", data: z.object({ kind: z.string() }) }),
  "memory.changed": kind({
    subject: "memory",
    read: "memory.read",
    data: z.object({ kind: z.string(), reason: z.enum(["edited", "merged", "closed"]) }),
  }),
  "memory.forgotten": kind({
    subject: "memory",
    read: "memory.read",
    data: z.object({ kind: z.string(), reason: z.enum(["by_id", "by_rule", "by_person", "outlived"]) }),
  }),
  "draft.checked": kind({
    subject: "draft",
    read: "tasks.read",
    data: z.object({ coverage: z.number().nullable(), blocking: z.number().int(), score: z.number() }),
  }),
  "post.created": kind({ subject: "post", read: "cms.read_drafts", data: post }),
  "post.updated": kind({ subject: "post", read: "cms.read_drafts", data: post.extend({ revision: z.number().int() }) }),
  "post.published": kind({ subject: "post", read: "cms.read_drafts", data: post }),
  "post.unpublished": kind({ subject: "post", read: "cms.read_drafts", data: post }),
  "post.archived": kind({ subject: "post", read: "cms.read_drafts", data: post }),
} as const;

export type EventType = keyof typeof events;

/** What a write announces in its own transaction. */
export type NewEvent = { [Type in EventType]: { type: Type; subjectId: string; data: z.infer<(typeof events)[Type]["data"]> } }[EventType];

export const eventActor = z.object({ kind: z.enum(["user", "agent", "system", "anonymous"]), id: z.string(), on_behalf_of: z.string().optional() });

/** An event as it stands in the trail and goes over the stream; `id` is its gapless sequence number. */
export const event = z.object({
  id: z.string(),
  type: z.string(),
  at: z.string(),
  actor: eventActor,
  subject: z.object({ kind: z.string(), id: z.string() }),
  task_id: z.string().optional(),
  request_id: z.string().optional(),
  data: z.record(z.string(), z.unknown()).nullable(),
});
export type Event = z.infer<typeof event>;

/** The notice that tells a subscriber to read everything anew, because its place in the stream is gone. */
export const streamReset = z.object({ type: z.literal("reset"), reason: z.string() });
