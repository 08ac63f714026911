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
}

/** Checks a post before a person publishes it: against the sources of the task that wrote it, where there is one. */
export async function checkPost(deps: ContentDeps, ctx: Ctx, post: PostToCheck): Promise<CheckReport> {
  const draft = post.taskId === null ? undefined : await findDraft(deps.sql, post.taskId);
  return judge(deps, ctx, { markdown: post.content, title: post.title, kind: post.kind, sections: [], sources: draft?.sources ?? [] });
}
