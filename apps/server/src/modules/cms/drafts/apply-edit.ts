import type { EditedPreview } from "@cofounder/contracts";
import { effectOf, once } from "@cofounder/database";
import { allow, AppError, type Ctx } from "@cofounder/kernel";
import type { CmsDeps } from "../deps.ts";
import { authorOf } from "../posts/author.ts";
import { changePost, isOtherText, render } from "../posts/change-text.ts";
import { assertSlug } from "../posts/create-post.ts";
import { assertNotArchived, assertStorable } from "../posts/post.ts";
import { lockPost } from "../posts/posts.queries.ts";
import { given } from "../posts/update-post.ts";
import type { Claims, TextEvidence } from "../publishing/clearance.ts";
import { findEvidence } from "../revisions/revisions.queries.ts";

export interface ApplyEdit {
  postId: string;
  edited: EditedPreview;
  /** What the edited text rests on; null when it was not checked. */
  evidence: Claims | null;
  coverage: number | null;
}

/** Applies what a person edited while approving a draft: what was edited is what is published. */
export async function applyEdit(
  deps: Pick<CmsDeps, "transaction" | "clock" | "namesOf" | "renderMarkdown">,
  ctx: Ctx,
  input: ApplyEdit,
): Promise<{ id: string; slug: string }> {
  allow(ctx, "cms.write");
  const { slug, title, excerpt, content, category, tags } = input.edited;
  assertStorable({ title, excerpt, content, category, tags });
  assertSlug(slug, "slug");
  const text = content === undefined ? undefined : { markdown: content, rendered: await render(deps, content) };
  const set = given({ slug, title, excerpt });
  const change = { set, content: text, category, tags, by: await authorOf(deps, ctx), reason: "edited while approving", now: deps.clock.now() };
  return deps.transaction((tx) =>
    once(tx, effectOf(ctx, "cms.applyEdit"), async () => {
      const before = await lockPost(tx, input.postId);
      assertNotArchived(before.status);
      const next = { ...before, ...set, ...given({ content }) };
      if (before.status === "published" && isOtherText(before, next))
        throw new AppError("conflict", "The post is public already; it can be changed there.");
      const known = await findEvidence(tx, before.id, before.revision);
      const { sources, signatures } = isOtherText(before, next) ? { ...known, signatures: [] } : known;
      const evidence: TextEvidence | undefined =
        input.evidence === null ? undefined : { claims: input.evidence, coverage: input.coverage, sources, signatures };
      await changePost(tx, ctx, { before, change: { ...change, evidence } });
      return { id: before.id, slug: next.slug };
    }),
  );
}
