import { anonymousCtx } from "@cofounder/kernel";
import { eachDatabase, type Plan, plansOf, testClock } from "@cofounder/testing";
import { sql } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import { type Cms, createCms } from "../index.ts";

const visitor = anonymousCtx("test");
const manyPosts = 20_000;
/** A search ranks the newest 500 matches; beside them lie posts that do not match. */
const fewRows = 4000;

/** How posts and their tags were found, and how many rows were looked at. */
const lookedAt = (plans: Plan[]) =>
  plans.flatMap(({ nodes }) =>
    nodes.filter(({ table }) => table === "posts" || table === "post_tags").map(({ kind, table, rows }) => ({ kind, table, rows })),
  );

eachDatabase((database) => {
  let cms: Cms;

  beforeAll(async () => {
    await database().transaction(async (tx) => {
      for (const table of ["categories", "tags"])
        await tx.execute(
          sql.raw(`insert into cms.${table} (id, name, slug, created_at, updated_at)
            select md5('${table} ' || i)::uuid, 'Number ' || i, 'number-' || i, now(), now() from generate_series(0, 9) i`),
        );
      await tx.execute(sql`
        insert into cms.posts (id, slug, kind, status, revision, title, excerpt, content, content_html, word_count, category_id, published_at, created_at, updated_at)
        select md5('post ' || i)::uuid, 'post-' || i, 'article', 'published', 1, 'Title ' || i, '',
          'Bread is baked here. ' || case when i % 4000 = 7 then 'Saffron is rare.' else '' end, repeat(md5(i::text), 50), 4,
          md5('categories ' || i % 10)::uuid, now() - i * interval '1 minute', now() - i * interval '1 minute', now()
        from generate_series(1, ${manyPosts}::int) i`);
      await tx.execute(sql`
        insert into cms.post_tags (post_id, tag_id, category_id, status, published_at, created_at)
        select id, md5('tags ' || tag)::uuid, category_id, status, published_at, created_at
        from cms.posts, lateral (values (0), (1 + word_count * length(slug) % 9)) as given (tag)`);
      for (const table of ["categories", "tags", "posts", "post_tags"]) await tx.execute(sql.raw(`analyze cms.${table}`));
    });
    cms = createCms({
      sql: database().sql,
      transaction: database().transaction,
      clock: testClock(),
      checkPost: () => Promise.reject(new Error("nothing is checked here")),
      renderMarkdown: () => Promise.reject(new Error("nothing is rendered here")),
      isGranted: () => Promise.resolve(false),
      namesOf: () => Promise.resolve(new Map()),
    });
  });

  describe("a search of many posts", () => {
    it.each([
      { search: "bread", total: 500 },
      { search: "bread", tag: "number-0", total: 500 },
      { search: "bread", category: "number-7", total: 500 },
      { search: "bread", category: "number-7", tag: "number-0", total: 500 },
      { search: "saffron", total: 5 },
      { search: "saffron", category: "number-7", tag: "number-0", total: 5 },
      { search: "saffron", category: "number-3", tag: "number-0", total: 0 },
    ])("looks at few of them: $search, category $category, tag $tag", async ({ total, ...query }) => {
      const pages: number[] = [];
      const plans = await plansOf(database().sql, async () => {
        pages.push((await cms.listPosts(visitor, { ...query, published_only: true, limit: 20, skip: 0 })).meta.pagination.total);
      });
      expect(pages).toEqual([total]);
      expect(lookedAt(plans)).not.toEqual([]);
      expect(lookedAt(plans).filter(({ kind, rows }) => kind === "Seq Scan" || rows > fewRows)).toEqual([]);
    });

    it("in a category or with a tag that there is not finds nothing, and looks at none", async () => {
      const plans = await plansOf(database().sql, async () => {
        for (const nowhere of [{ category: "gone" }, { tag: "gone" }]) {
          expect(await cms.listPosts(visitor, { search: "bread", ...nowhere, published_only: true, limit: 20, skip: 0 })).toMatchObject({ data: [] });
        }
      });
      expect(lookedAt(plans)).toEqual([]);
    });
  });
});
