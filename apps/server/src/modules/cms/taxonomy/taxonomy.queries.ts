import { prepared, type Sql, type Tx } from "@cofounder/database";
import { uuidv7 } from "@cofounder/kernel";
import { asc, eq, gt, inArray, sql } from "drizzle-orm";
import { slugOf } from "../slug.ts";
import { categories, postCounts, tags } from "../tables.ts";
import type { CountMoves, TaxonomyMove } from "./count-moves.ts";

export type CategoryRow = typeof categories.$inferSelect;
export type TagRow = typeof tags.$inferSelect;

/** As many as a list without pages answers. */
const mostListed = 1_000;

const everyCategory = prepared((from) =>
  from.select().from(categories).orderBy(asc(categories.name), asc(categories.id)).limit(mostListed).prepare("cms_categories"),
);
const publicCategories = prepared((from) =>
  from
    .select()
    .from(categories)
    .where(gt(categories.publishedCount, 0))
    .orderBy(asc(categories.name), asc(categories.id))
    .limit(mostListed)
    .prepare("cms_categories_public"),
);
const everyTag = prepared((from) => from.select().from(tags).orderBy(asc(tags.name), asc(tags.id)).limit(mostListed).prepare("cms_tags"));
const publicTags = prepared((from) =>
  from.select().from(tags).where(gt(tags.publishedCount, 0)).orderBy(asc(tags.name), asc(tags.id)).limit(mostListed).prepare("cms_tags_public"),
);
const categoryBySlug = prepared((from) =>
  from
    .select()
    .from(categories)
    .where(eq(categories.slug, sql.placeholder("slug")))
    .prepare("cms_category_by_slug"),
);
const tagBySlug = prepared((from) =>
  from
    .select()
    .from(tags)
    .where(eq(tags.slug, sql.placeholder("slug")))
    .prepare("cms_tag_by_slug"),
);

export interface TaxonomyQuery {
  /** Only what at least one published post is in. */
  isPublicOnly: boolean;
}

export function findCategories(from: Sql, { isPublicOnly }: TaxonomyQuery): Promise<CategoryRow[]> {
  return (isPublicOnly ? publicCategories : everyCategory)(from).execute();
}

export function findTags(from: Sql, { isPublicOnly }: TaxonomyQuery): Promise<TagRow[]> {
  return (isPublicOnly ? publicTags : everyTag)(from).execute();
}

export async function findCategory(from: Sql, slug: string): Promise<CategoryRow | undefined> {
  return (await categoryBySlug(from).execute({ slug }))[0];
}

export async function findTag(from: Sql, slug: string): Promise<TagRow | undefined> {
  return (await tagBySlug(from).execute({ slug }))[0];
}

function newRows(names: readonly string[], now: Date) {
  const bySlug = new Map<string, string>();
  for (const name of names) {
    const slug = slugOf(name, "topic");
    if (!bySlug.has(slug)) bySlug.set(slug, name.trim());
  }
  // Sorted, so that two writes that make the same ones wait for each other in one order.
  return [...bySlug]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([slug, name]) => ({ id: uuidv7(now), name, slug, createdAt: now, updatedAt: now }));
}

/** The category of that name, made when it is new. */
export async function ensureCategory(tx: Tx, name: string, now: Date): Promise<string> {
  const [row] = newRows([name], now);
  if (row === undefined) throw new TypeError("A name makes a row.");
  await tx.insert(categories).values(row).onConflictDoNothing({ target: categories.slug });
  const [found] = await tx.select({ id: categories.id }).from(categories).where(eq(categories.slug, row.slug));
  return found?.id ?? row.id;
}

/** The tags of those names, made when they are new; names that differ only in spelling are one tag. */
export async function ensureTags(tx: Tx, names: readonly string[], now: Date): Promise<string[]> {
  const rows = newRows(names, now);
  if (rows.length === 0) return [];
  await tx.insert(tags).values(rows).onConflictDoNothing({ target: tags.slug });
  const slugs = rows.map((row) => row.slug);
  const found = await tx.select({ id: tags.id }).from(tags).where(inArray(tags.slug, slugs));
  return found.map((row) => row.id);
}

async function moveTaxonomy(tx: Tx, table: typeof categories | typeof tags, moves: readonly TaxonomyMove[]): Promise<void> {
  if (moves.length === 0) return;
  const ids = sql.param(moves.map((move) => move.id));
  const published = sql.param(moves.map((move) => move.published));
  const drafts = sql.param(moves.map((move) => move.drafts));
  // Rows are locked in the order of their ids; the weaker lock lets posts that point at them be written meanwhile.
  await tx.execute(sql`
    with moved as (select * from unnest(${ids}::uuid[], ${published}::int[], ${drafts}::int[]) as m(id, published, drafts)),
    locked as (select t.id from ${table} t where t.id = any(${ids}::uuid[]) order by t.id for no key update)
    update ${table} t set published_count = t.published_count + m.published, draft_count = t.draft_count + m.drafts
    from moved m join locked l on l.id = m.id where t.id = m.id`);
}

/** Brings the counters up to date. The last thing a write does, since it makes other writes wait. */
export async function applyCountMoves(tx: Tx, moves: CountMoves): Promise<void> {
  await moveTaxonomy(tx, categories, moves.categories);
  await moveTaxonomy(tx, tags, moves.tags);
  if (moves.statuses.length === 0) return;
  await tx
    .insert(postCounts)
    .values(moves.statuses)
    .onConflictDoUpdate({ target: postCounts.status, set: { posts: sql`${postCounts.posts} + excluded.posts` } });
}
