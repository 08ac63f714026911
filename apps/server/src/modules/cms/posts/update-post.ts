import type { cmsContract, InputOf, PostAnswer } from "@cofounder/contracts";
import { allow, type Ctx } from "@cofounder/kernel";
import type { CmsDeps } from "../deps.ts";
import { noEvidence, type TextEvidence } from "../publishing/clearance.ts";
import { clearText } from "../publishing/clear-text.ts";
import { findEvidence } from "../revisions/revisions.queries.ts";
import { authorOf } from "./author.ts";
import { assertUnmoved, changePost, isOtherText, type PostChange, render } from "./change-text.ts";
import { assertSlug } from "./create-post.ts";
import { assertMatches, assertNotArchived, assertStorable } from "./post.ts";
import { toPostAnswer } from "./post-answer.ts";
import { lockPost, type PostRow } from "./posts.queries.ts";
import { requirePost } from "./read-posts.ts";

type UpdatePost = InputOf<typeof cmsContract.updatePost>;

/** Leaves out what was not given, so that it stays as it is. */
export function given<Fields extends Record<string, unknown>>(fields: Fields): { [Name in keyof Fields]?: Exclude<Fields[Name], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [Name in keyof Fields]?: Exclude<Fields[Name], undefined>;
  };
}

function columnsOf(input: UpdatePost): PostChange["set"] {
  return given({
    slug: input.new_slug,
    title: input.title,
    excerpt: input.excerpt,
    seoTitle: input.seo_title,
    seoDescription: input.seo_description,
    seoKeywords: input.seo_keywords,
  });
}

/** Of a public post, another text goes public at once: it must be cleared like one that is published. */
async function clearChange(
  deps: CmsDeps,
  ctx: Ctx,
  { seen, next, overrides }: { seen: PostRow; next: Pick<PostRow, "title" | "content">; overrides: UpdatePost["overrides"] },
): Promise<TextEvidence> {
  allow(ctx, "cms.publish");
  const evidence = await findEvidence(deps.sql, seen.id, seen.revision);
  const { sources, signatures } = evidence;
  const known = next.content === seen.content ? { ...evidence, signatures: [] } : { ...noEvidence, sources };
  const { id: postId, taskId, kind } = seen;
  return clearText(deps, ctx, { text: { postId, taskId, kind, ...next }, known, earlier: signatures, overrides });
}

/** Changes a post; each change of text is a new revision. */
export async function updatePost(deps: CmsDeps, ctx: Ctx, input: UpdatePost): Promise<PostAnswer> {
  allow(ctx, "cms.write");
  const { title, excerpt, content, category, tags, new_slug, seo_title, seo_description, seo_keywords } = input;
  assertStorable({ title, excerpt, content, category, tags, seo_title, seo_description, seo_keywords });
  assertSlug(new_slug, "new_slug");
  const { post: seen } = await requirePost(deps.sql, input.slug);
  assertMatches(seen, input.if_match);
  assertNotArchived(seen.status);
  const set = columnsOf(input);
  const next = { ...seen, ...set, ...given({ content }) };
  const goesPublic = seen.status === "published" && isOtherText(seen, next);
  const evidence = goesPublic
    ? await clearChange(deps, ctx, { seen, next: { title: next.title, content: next.content }, overrides: input.overrides })
    : undefined;
  const text = content === undefined ? undefined : { markdown: content, rendered: await render(deps, content) };
  const change = { set, content: text, category, tags, evidence, by: await authorOf(deps, ctx), reason: "edited", now: deps.clock.now() };
  return deps.transaction(async (tx) => {
    const before = await lockPost(tx, seen.id);
    assertMatches(before, input.if_match);
    if (goesPublic || before.status !== seen.status) assertUnmoved(before, seen);
    await changePost(tx, ctx, { before, change });
    return toPostAnswer(await requirePost(tx, seen.id));
  });
}
