import { effectOf, once, type Tx } from "@cofounder/database";
import { allow, AppError, type Ctx } from "@cofounder/kernel";
import type { CmsDeps } from "../deps.ts";
import { authorOf } from "../posts/author.ts";
import { changePost, render } from "../posts/change-text.ts";
import { insertDraft, type NewPost } from "../posts/create-post.ts";
import { lockPostOfTask } from "../posts/posts.queries.ts";
import { assertStorable } from "../posts/post.ts";
import type { Claims, Sources, TextEvidence } from "../publishing/clearance.ts";

export interface CreateDraftPost {
  taskId: string;
  kind: NewPost["kind"];
  title: string;
  /** Wanted address; the nearest free one is taken. Left out, it is made from the title. */
  slug?: string | undefined;
  excerpt: string;
  content: string;
  category: string | null;
  tags: readonly string[];
  evidence: Claims;
  /** Supported claims ÷ claims, 0–1; null when there is no claim. */
  coverage: number | null;
  sources: Sources;
  seoTitle?: string | null | undefined;
  seoDescription?: string | null | undefined;
  seoKeywords?: string | null | undefined;
}

/** The task has its post already: the draft becomes that post's next text, at the same address. */
async function rewriteDraft(
  tx: Tx,
  ctx: Ctx,
  { before, post }: { before: NonNullable<Awaited<ReturnType<typeof lockPostOfTask>>>; post: NewPost },
): Promise<void> {
  if (before.status === "published") throw new AppError("conflict", "The post of this task is public already; it can be changed there.");
  const { kind, title, content, rendered, category, tags, seo, evidence, by, now } = post;
  const set = {
    kind,
    title,
    excerpt: post.excerpt ?? "",
    status: "draft" as const,
    seoTitle: seo.title,
    seoDescription: seo.description,
    seoKeywords: seo.keywords,
  };
  await changePost(tx, ctx, {
    before,
    change: { set, content: { markdown: content, rendered }, category, tags, evidence, by, reason: "written anew", now },
  });
}

/** Puts the draft of a task into the CMS, once under the caller's effect key. A task has one post. */
export async function createDraftPost(
  deps: Pick<CmsDeps, "transaction" | "clock" | "namesOf" | "renderMarkdown">,
  ctx: Ctx,
  input: CreateDraftPost,
): Promise<{ id: string; slug: string }> {
  allow(ctx, "cms.write");
  const { taskId, kind, title, excerpt, content, category, tags } = input;
  assertStorable({ title, excerpt, content, category, tags });
  const evidence: TextEvidence = { claims: input.evidence, coverage: input.coverage, sources: input.sources, signatures: [] };
  const seo = { title: input.seoTitle ?? null, description: input.seoDescription ?? null, keywords: input.seoKeywords ?? null };
  const words = { taskId, kind, title, wantedSlug: input.slug, excerpt, content, category, tags, seo, evidence };
  const post: NewPost = { ...words, rendered: await render(deps, content), by: await authorOf(deps, ctx), now: deps.clock.now() };
  return deps.transaction((tx) =>
    once(tx, effectOf(ctx, "cms.createDraftPost"), async () => {
      const before = await lockPostOfTask(tx, taskId);
      if (before === undefined) return insertDraft(tx, ctx, post);
      await rewriteDraft(tx, ctx, { before, post });
      return { id: before.id, slug: before.slug };
    }),
  );
}
