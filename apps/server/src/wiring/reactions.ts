import type { EventType } from "@cofounder/contracts";
import type { Reaction } from "@cofounder/database";

/** What can be set off by an event; each is harmless when repeated. */
export interface Reactors {
  wakeTask: (taskId: string, approvalId: string, deliveryId: string) => Promise<void>;
  cancelTask: (taskId: string) => Promise<void>;
  archiveDraft: (taskId: string) => Promise<void>;
  haltTask: (taskId: string) => Promise<void>;
  resumeTask: (taskId: string) => Promise<void>;
  rewindTask: (taskId: string, fromStep: string | null) => Promise<void>;
  notePublished: (postId: string) => Promise<void>;
}

/** The map of everything that happens by itself: an event, and what it starts or wakes. Caches are purged by the feed, on every replica. */
export function reactions(react: Reactors): Partial<Record<EventType, Reaction>> {
  return {
    "approval.decided": (event) => react.wakeTask(event.taskId ?? "", event.subjectId, event.id),
    "task.cancelled": async (event) => {
      await react.cancelTask(event.subjectId);
      await react.archiveDraft(event.subjectId);
    },
    "task.paused": (event) => react.haltTask(event.subjectId),
    "task.resumed": (event) => react.resumeTask(event.subjectId),
    "task.retried": (event) => react.rewindTask(event.subjectId, event.payload["from_step"] as string | null),
    "post.published": (event) => react.notePublished(event.subjectId),
  };
}
