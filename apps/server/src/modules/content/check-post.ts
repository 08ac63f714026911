import type { CheckReport } from "@cofounder/contracts";
import type { Ctx } from "@cofounder/kernel";
import type { ContentDeps } from "./deps.ts";
import { findDraft } from "./drafts/drafts.queries.ts";
import { judge } from "./drafts/make-draft.ts";

export interface PostToCheck {
  title: string;
  content: string;
  kind: "digest" | "article";
  /** The task that wrote it; null for a post written by hand. */
  taskId: string | null;
  /** The kept sources that the post rests on. */
  sourceIds: string[];
}

/** Checks a post before a person publishes it: against the sources it rests on and those of the task that wrote it. */
export async function checkPost(deps: ContentDeps, ctx: Ctx, post: PostToCheck): Promise<CheckReport> {
  const draft = post.taskId === null ? undefined : await findDraft(deps.sql, post.taskId);
  const named = new Set(draft?.sources.map((source) => source.source_id));
  const others = post.sourceIds.filter((id) => !named.has(id)).map((id) => ({ source_id: id, title: "", status: "read" as const }));
  return judge(deps, ctx, { markdown: post.content, title: post.title, kind: post.kind, sources: [...(draft?.sources ?? []), ...others] });
}
