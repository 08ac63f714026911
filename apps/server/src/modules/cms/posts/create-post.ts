import type { cmsContract, InputOf, PostAnswer } from "@cofounder/contracts";
import { announce, effectOf, once, type Tx } from "@cofounder/database";
import { allow, AppError, type Ctx, invalid, isUuid, uuidv7 } from "@cofounder/kernel";
import type { CmsDeps, RenderedMarkdown } from "../deps.ts";
import { noEvidence, type TextEvidence } from "../publishing/clearance.ts";
import { insertRevision } from "../revisions/revisions.queries.ts";
import { slugOf, slugTries } from "../slug.ts";
import { countMoves } from "../taxonomy/count-moves.ts";
import { applyCountMoves, ensureCategory, ensureTags } from "../taxonomy/taxonomy.queries.ts";
import { type Author, authorOf } from "./author.ts";
import { render } from "./change-text.ts";
import { assertStorable, excerptOf } from "./post.ts";
import { toPostAnswer } from "./post-answer.ts";
import { insertPost, type NewPostRow, type PostRow, savePostTags } from "./posts.queries.ts";
import { requirePost } from "./read-posts.ts";

export interface NewPost {
  taskId: string | null;
  kind: PostRow["kind"];
  title: string;
  /** An address that must be had as it is. */
  slug?: string | undefined;
  /** An address to be near to; left out, the title is. */
  wantedSlug?: string | undefined;
  excerpt?: string | undefined;
  content: string;
  rendered: RenderedMarkdown;
  category: string | null;
  tags: readonly string[];
  seo: { title: string | null; description: string | null; keywords: string | null };
  evidence: TextEvidence;
  by: Author;
  now: Date;
}

/** Throws `invalid` for an address that could be taken for an id. */
export function assertSlug(slug: string | undefined, field: "slug" | "new_slug"): void {
  if (slug !== undefined && isUuid(slug)) throw invalid(["body", field], "may not look like a UUID", "value_error.slug");
}

/** Takes the first free address: the unique key decides, so that two posts of one title never meet. */
async function insertUnderFreeSlug(
  tx: Tx,
  row: Omit<NewPostRow, "slug">,
  { slug, wantedSlug }: Pick<NewPost, "slug" | "wantedSlug">,
): Promise<string> {
  const tries = slug === undefined ? slugTries(slugOf(wantedSlug ?? row.title, "post"), row.id) : [slug];
  for (const candidate of tries) if (await insertPost(tx, { ...row, slug: candidate })) return candidate;
  throw new AppError("conflict", `Another post has the address "${slug ?? wantedSlug ?? row.title}" already.`);
}

/** Makes a draft with its first revision. */
export async function insertDraft(tx: Tx, ctx: Ctx, post: NewPost): Promise<{ id: string; slug: string }> {
  const { taskId, kind, title, content, rendered, by, now } = post;
  const categoryId = post.category === null ? null : await ensureCategory(tx, post.category, now);
  const tagIds = await ensureTags(tx, post.tags, now);
  const excerpt = post.excerpt ?? excerptOf(rendered.lead);
  const written = {
    id: uuidv7(now),
    taskId,
    kind,
    status: "draft" as const,
    revision: 1,
    title,
    excerpt,
    content,
    contentHtml: rendered.html,
    wordCount: rendered.wordCount,
  };
  const about = {
    seoTitle: post.seo.title,
    seoDescription: post.seo.description,
    seoKeywords: post.seo.keywords,
    authorId: by.id,
    authorName: by.name,
  };
  const row = { ...written, ...about, categoryId, createdAt: now, updatedAt: now };
  const slug = await insertUnderFreeSlug(tx, row, post);
  const { id } = row;
  await insertRevision(tx, { postId: id, revision: 1, title, excerpt, content, by, reason: "written", createdAt: now, evidence: post.evidence });
  await savePostTags(tx, { ...row, publishedAt: null }, tagIds);
  await announce(tx, ctx, { type: "post.created", subjectId: id, data: { slug, title } });
  await applyCountMoves(tx, countMoves(null, { ...row, tagIds }));
  return { id, slug };
}

/** Writes a post by hand; it starts as a draft. */
export async function createPost(
  deps: Pick<CmsDeps, "transaction" | "clock" | "namesOf" | "renderMarkdown">,
  ctx: Ctx,
  input: InputOf<typeof cmsContract.createPost>,
): Promise<PostAnswer> {
  allow(ctx, "cms.write");
  const { title, slug, excerpt, content, category = null, tags = [], seo_title = null, seo_description = null, seo_keywords = null } = input;
  assertStorable({ title, excerpt, content, category, tags, seo_title, seo_description, seo_keywords });
  assertSlug(slug, "slug");
  const seo = { title: seo_title, description: seo_description, keywords: seo_keywords };
  const texts = { taskId: null, kind: "article" as const, title, slug, excerpt, content, category, tags, seo, evidence: noEvidence };
  const post = { ...texts, rendered: await render(deps, content), by: await authorOf(deps, ctx), now: deps.clock.now() };
  return deps.transaction(async (tx) => {
    const { id } = await once(tx, effectOf(ctx, "cms.createPost"), () => insertDraft(tx, ctx, post));
    return toPostAnswer(await requirePost(tx, id));
  });
}
