import { prepared, type Sql } from "@cofounder/database";
import { and, desc, eq, inArray, type SQL, sql } from "drizzle-orm";
import { categories, postCounts, posts, postTags, tags } from "../tables.ts";
import { inList, type PostRow, type TagOfPost } from "./posts.queries.ts";

export interface PostPageRow {
  post: Omit<PostRow, "contentHtml">;
  category: { name: string; slug: string } | null;
  tags: TagOfPost[];
  total: number;
}

export interface PostPageQuery {
  isPublishedOnly: boolean;
  category?: string | undefined;
  tag?: string | undefined;
  search?: string | undefined;
  limit: number;
  skip: number;
}

/** What a count of several conditions at once, and a search, look at: the newest so many. Every page that can be asked for lies within. */
const countedRows = 10_100;
const searchedRows = 500;

interface Scope {
  isPublishedOnly: boolean;
  hasCategory: boolean;
  hasTag: boolean;
}

const categoryId = sql`(select ${categories.id} from ${categories} where ${categories.slug} = ${sql.placeholder("category")})`;
const tagId = sql`(select ${tags.id} from ${tags} where ${tags.slug} = ${sql.placeholder("tag")})`;

// The states stand in the statements as literals: only so does a prepared one find the partial indexes.
const published = (table: typeof posts | typeof postTags): SQL => sql`${table.status} = 'published'`;
const listed = (table: typeof posts | typeof postTags): SQL => sql`${table.status} <> 'archived'`;

/** The ids of a scope's posts, newest first, read from one index. */
function idsOf(from: Sql, { isPublishedOnly, hasCategory, hasTag }: Scope) {
  const table = hasTag ? postTags : posts;
  const isIn = isPublishedOnly ? published(table) : listed(table);
  const conditions = [
    isIn,
    ...(hasTag ? [sql`${postTags.tagId} = ${tagId}`] : []),
    ...(hasCategory ? [sql`${table.categoryId} = ${categoryId}`] : []),
  ];
  const newest = isPublishedOnly ? table.publishedAt : table.createdAt;
  const id = hasTag ? postTags.postId : posts.id;
  return from
    .select({ id: sql<string>`${id}`.as("page_id") })
    .from(table)
    .where(sql.join(conditions, sql` and `))
    .orderBy(desc(newest), desc(id))
    .$dynamic();
}

function totalOf(from: Sql, scope: Scope): SQL<number> {
  const { isPublishedOnly, hasCategory, hasTag } = scope;
  if (hasCategory && hasTag) return sql`(select count(*)::int from ${idsOf(from, scope).limit(countedRows).as("counted")})`;
  if (!hasCategory && !hasTag)
    return sql`(select coalesce(sum(${postCounts.posts}), 0)::int from ${postCounts} where ${isPublishedOnly ? sql`${postCounts.status} = 'published'` : sql`${postCounts.status} <> 'archived'`})`;
  const table = hasTag ? tags : categories;
  const count = isPublishedOnly ? sql`${table.publishedCount}` : sql`${table.publishedCount} + ${table.draftCount}`;
  return sql`(select ${count} from ${table} where ${table.slug} = ${sql.placeholder(hasTag ? "tag" : "category")})`;
}

function pageOf(scope: Scope) {
  const newest = scope.isPublishedOnly ? posts.publishedAt : posts.createdAt;
  const name = `cms_posts${scope.isPublishedOnly ? "_published" : "_listed"}${scope.hasCategory ? "_by_category" : ""}${scope.hasTag ? "_by_tag" : ""}`;
  const rows = prepared((from) => {
    const ids = idsOf(from, scope).limit(sql.placeholder("limit")).offset(sql.placeholder("skip")).as("page");
    return from
      .select({ ...inList, total: totalOf(from, scope) })
      .from(ids)
      .innerJoin(posts, eq(posts.id, ids.id))
      .leftJoin(categories, eq(categories.id, posts.categoryId))
      .orderBy(desc(newest), desc(posts.id))
      .prepare(name);
  });
  // A page beyond the last has no row that could carry the total.
  const total = prepared((from) =>
    from
      .select({ total: totalOf(from, scope) })
      .from(sql`(values (1)) as one`)
      .prepare(`${name}_total`),
  );
  return { rows, total };
}

const scopes = new Map<string, ReturnType<typeof pageOf>>();
for (const isPublishedOnly of [true, false]) {
  for (const hasCategory of [true, false]) {
    for (const hasTag of [true, false]) scopes.set(`${isPublishedOnly} ${hasCategory} ${hasTag}`, pageOf({ isPublishedOnly, hasCategory, hasTag }));
  }
}

export interface PostPage {
  rows: PostPageRow[];
  total: number;
}

/** One page of a list, newest first, with the list's length from the counters. Costs the same however long the list is. */
export async function findPostPage(from: Sql, query: PostPageQuery): Promise<PostPage> {
  if (query.search !== undefined) return searchPosts(from, { ...query, search: query.search });
  const { isPublishedOnly, category, tag, limit, skip } = query;
  const page = scopes.get(`${isPublishedOnly} ${category !== undefined} ${tag !== undefined}`);
  if (page === undefined) throw new TypeError("Every scope has its statement.");
  const values = { ...(category === undefined ? {} : { category }), ...(tag === undefined ? {} : { tag }) };
  const rows = await page.rows(from).execute({ ...values, limit, skip });
  const total = rows[0]?.total ?? (await page.total(from).execute(values))[0]?.total ?? 0;
  return { rows, total };
}

/** The ids behind the slugs that a search is limited to. */
async function idsOfTaxonomy(
  from: Sql,
  { category, tag }: Pick<PostPageQuery, "category" | "tag">,
): Promise<{ categoryId?: string; tagId?: string } | undefined> {
  const [[inCategory], [withTag]] = await Promise.all([
    category === undefined ? [] : from.select({ categoryId: categories.id }).from(categories).where(eq(categories.slug, category)),
    tag === undefined ? [] : from.select({ tagId: tags.id }).from(tags).where(eq(tags.slug, tag)),
  ]);
  const isMissing = (category !== undefined && inCategory === undefined) || (tag !== undefined && withTag === undefined);
  return isMissing ? undefined : { ...inCategory, ...withTag };
}

/** The ids of the newest posts that match; those with a tag are walked along the tag's own index. */
function newestMatches(from: Sql, match: SQL, scope: { isPublishedOnly: boolean; categoryId?: string; tagId?: string }) {
  const { isPublishedOnly, categoryId: inCategory, tagId: withTag } = scope;
  const table = withTag === undefined ? posts : postTags;
  const conditions = and(
    isPublishedOnly ? published(table) : listed(table),
    withTag === undefined ? undefined : eq(postTags.tagId, withTag),
    inCategory === undefined ? undefined : eq(table.categoryId, inCategory),
    match,
  );
  const newest = desc(isPublishedOnly ? table.publishedAt : table.createdAt);
  const ids = from.select({ id: posts.id }).from(posts).$dynamic();
  return (withTag === undefined ? ids : ids.innerJoin(postTags, eq(postTags.postId, posts.id))).where(conditions).orderBy(newest).limit(searchedRows);
}

/**
 * The newest posts that match, best first: title before excerpt before text. Category and tag are looked up before, so that
 * PostgreSQL knows how many posts they have when it chooses between their index and that of the words.
 */
async function searchPosts(from: Sql, query: PostPageQuery & { search: string }): Promise<PostPage> {
  const { isPublishedOnly, search, limit, skip } = query;
  const scope = await idsOfTaxonomy(from, query);
  if (scope === undefined) return { rows: [], total: 0 };
  const wanted = sql`websearch_to_tsquery('english', ${search})`;
  const newest = isPublishedOnly ? posts.publishedAt : posts.createdAt;
  const matches = from
    .select({
      id: posts.id,
      rank: sql<number>`ts_rank(${posts.search}, ${wanted})`.as("rank"),
      total: sql<number>`(count(*) over ())::int`.as("total"),
    })
    .from(posts)
    .where(inArray(posts.id, newestMatches(from, sql`${posts.search} @@ ${wanted}`, { isPublishedOnly, ...scope })))
    .as("matches");
  const rows = await from
    .select({ ...inList, total: matches.total })
    .from(matches)
    .innerJoin(posts, eq(posts.id, matches.id))
    .leftJoin(categories, eq(categories.id, posts.categoryId))
    .orderBy(desc(matches.rank), desc(newest), desc(posts.id))
    .limit(limit)
    .offset(skip);
  return { rows, total: rows[0]?.total ?? 0 };
}
