import type { CheckReport } from "@cofounder/contracts";
import { anonymousCtx, type AppError, isAppError } from "@cofounder/kernel";
import { ctxOf, eachDatabase, testClock } from "@cofounder/testing";
import { beforeAll, describe, expect, it } from "vitest";
import { type Cms, type CmsDeps, createCms } from "../index.ts";

const report: CheckReport = { claims: [], problems: [], rails: [], coverage: null, quality: { score: 90, rubric: "1" } };
const editor = ctxOf("editor");
const visitor = anonymousCtx("test");

interface Written {
  slug: string;
  category?: string;
  tags?: string[];
  isDraft?: boolean;
  content?: string;
}

/** Oldest first. */
const library: Written[] = [
  { slug: "bread", category: "Baking", tags: ["flour", "oven"], content: "How a loaf rises in steam." },
  { slug: "rye", category: "Baking", tags: ["flour"] },
  { slug: "secret-merger", category: "Takeovers", tags: ["merger"], isDraft: true, content: "The loaf company is bought." },
  { slug: "steel", category: "Industry", tags: ["oven"], content: "Steel is rolled. A loaf is not." },
  { slug: "loaf", content: "Slices." },
  { slug: "plan", category: "Baking", tags: ["oven"], isDraft: true },
];

eachDatabase((database) => {
  let cms: Cms;

  beforeAll(async () => {
    const { sql, transaction } = database();
    const clock = testClock();
    const namesOf = (): Promise<Map<string, string>> => Promise.resolve(new Map<string, string>());
    const renderMarkdown: CmsDeps["renderMarkdown"] = (markdown) => Promise.resolve({ html: `<p>${markdown}</p>`, wordCount: 1, lead: markdown });
    const asked = { namesOf, renderMarkdown, checkPost: () => Promise.resolve(report), isGranted: () => Promise.resolve(false) };
    cms = createCms({ sql, transaction, clock, ...asked });
    for (const { slug, isDraft, content, ...parts } of library) {
      clock.advance(1000);
      await cms.createPost(editor, { title: slug, slug, content: content ?? "Text.", ...parts });
      if (isDraft !== true) await cms.publishPost(editor, { slug });
    }
  });

  type Filter = Partial<Parameters<Cms["listPosts"]>[1]>;
  const list = (ctx: typeof editor, filter: Filter = {}) => cms.listPosts(ctx, { skip: 0, limit: 20, published_only: true, ...filter });
  const slugs = async (ctx: typeof editor, filter?: Filter): Promise<string[]> => (await list(ctx, filter)).data.map((post) => post.slug);
  const total = async (ctx: typeof editor, filter?: Filter): Promise<number> => (await list(ctx, filter)).meta.pagination.total;

  async function refused(work: Promise<unknown>): Promise<AppError> {
    const error = await work.then(
      () => undefined,
      (reason: unknown) => reason,
    );
    if (isAppError(error)) return error;
    throw new Error("It was not refused.", { cause: error });
  }

  describe("the list of posts", () => {
    it("shows the public what is published, newest first, with category and tags", async () => {
      const { data, meta } = await list(visitor);
      expect(data.map((post) => post.slug)).toEqual(["loaf", "steel", "rye", "bread"]);
      expect(meta.pagination).toEqual({ page: 1, pageSize: 20, total: 4, pageCount: 1 });
      expect(data[3]).toMatchObject({
        category: { name: "Baking", slug: "baking" },
        tags: [{ slug: "flour" }, { slug: "oven" }],
        content: "How a loaf rises in steam.",
      });
      expect(data[0]).toMatchObject({ category: null, tags: [] });
      expect(data[0]).not.toHaveProperty("content_html");
    });

    it("shows drafts to those who may see them, and asks a stranger to sign in", async () => {
      expect(await slugs(ctxOf("viewer"), { published_only: false })).toEqual(["plan", "loaf", "steel", "secret-merger", "rye", "bread"]);
      expect(await total(editor, { published_only: false })).toBe(6);
      expect(await refused(list(visitor, { published_only: false }))).toMatchObject({ code: "unauthenticated" });
      const stranger = { ...editor, permissions: new Set<never>() };
      expect(await refused(list(stranger, { published_only: false }))).toMatchObject({ code: "forbidden" });
    });

    it.each<[Filter, string[], string[]]>([
      [{ category: "baking" }, ["rye", "bread"], ["plan", "rye", "bread"]],
      [{ tag: "oven" }, ["steel", "bread"], ["plan", "steel", "bread"]],
      [{ category: "baking", tag: "oven" }, ["bread"], ["plan", "bread"]],
      [{ category: "takeovers" }, [], ["secret-merger"]],
      [{ tag: "merger" }, [], ["secret-merger"]],
      [{ category: "nothing" }, [], []],
      [{ tag: "No slug\0" }, [], []],
    ])("by %o has its posts and their number, from the counters", async (filter, published, listed) => {
      expect(await slugs(visitor, filter)).toEqual(published);
      expect(await total(visitor, filter)).toBe(published.length);
      expect(await slugs(editor, { ...filter, published_only: false })).toEqual(listed);
      expect(await total(editor, { ...filter, published_only: false })).toBe(listed.length);
    });

    it("is cut into pages, and knows its length beyond the last", async () => {
      expect(await slugs(visitor, { limit: 3 })).toEqual(["loaf", "steel", "rye"]);
      const second = await list(visitor, { limit: 3, skip: 3 });
      expect(second.data.map((post) => post.slug)).toEqual(["bread"]);
      expect(second.meta.pagination).toEqual({ page: 2, pageSize: 3, total: 4, pageCount: 2 });
      expect((await list(visitor, { limit: 3, skip: 10_000, tag: "oven" })).meta.pagination).toMatchObject({ total: 2, pageCount: 1 });
    });
  });

  describe("a search", () => {
    it("finds words in all their forms, the title before the text", async () => {
      expect(await slugs(visitor, { search: "rising" })).toEqual(["bread"]);
      expect(await slugs(visitor, { search: "loaf" })).toEqual(["loaf", "steel", "bread"]);
      expect(await total(visitor, { search: "loaf", limit: 1 })).toBe(3);
      expect(await slugs(visitor, { search: '"loaf rises" -steel' })).toEqual(["bread"]);
    });

    it("keeps to drafts, categories and tags like any list", async () => {
      expect(await slugs(editor, { search: "loaf", published_only: false })).toContain("secret-merger");
      expect(await slugs(visitor, { search: "loaf", category: "industry" })).toEqual(["steel"]);
      expect(await slugs(visitor, { search: "loaf", tag: "flour" })).toEqual(["bread"]);
    });

    it.each(["the", "& | ! ( : *", "'; drop table cms.posts; --", "\0", "nowhere"])("for %j finds nothing and breaks nothing", async (search) => {
      const found = await slugs(visitor, { search });
      expect(found).toEqual(search === "\0" ? ["loaf", "steel", "rye", "bread"] : []);
    });
  });

  describe("a draft", () => {
    it("does not exist for the public, by slug or by id", async () => {
      const { data } = await cms.getPost(editor, { slug: "secret-merger" });
      for (const slug of ["secret-merger", data.id]) expect(await refused(cms.getPost(visitor, { slug }))).toMatchObject({ code: "not_found" });
      expect((await cms.getPost(ctxOf("viewer"), { slug: data.id })).data.slug).toBe("secret-merger");
    });

    it("does not show in the names of categories and tags", async () => {
      expect((await cms.listCategories(visitor, undefined)).data.map(({ slug, post_count }) => [slug, post_count])).toEqual([
        ["baking", 2],
        ["industry", 1],
      ]);
      expect((await cms.listTags(visitor, undefined)).data.map((tag) => tag.slug)).toEqual(["flour", "oven"]);
      expect((await cms.listCategories(editor, undefined)).data.map((category) => category.slug)).toContain("takeovers");
      expect((await cms.listTags(editor, undefined)).data.map((tag) => tag.slug)).toContain("merger");
      expect(await refused(cms.getCategory(visitor, { slug: "takeovers" }))).toMatchObject({ code: "not_found" });
      expect(await refused(cms.getTag(visitor, { slug: "merger" }))).toMatchObject({ code: "not_found" });
      expect((await cms.getTag(editor, { slug: "merger" })).data.post_count).toBe(0);
      expect((await cms.getCategory(visitor, { slug: "baking" })).data).toMatchObject({ name: "Baking", post_count: 2 });
    });
  });

  it("what is not there is not found, however it is asked for", async () => {
    for (const slug of ["nothing", "No-Slug", "a b", "../etc", "\0", "00000000-0000-7000-8000-000000000000"]) {
      expect(await refused(cms.getPost(editor, { slug }))).toMatchObject({ code: "not_found" });
      expect(await refused(cms.getTag(editor, { slug }))).toMatchObject({ code: "not_found" });
      expect(await refused(cms.getCategory(editor, { slug }))).toMatchObject({ code: "not_found" });
    }
    expect(await cms.findTaskOfPost(editor, { postId: "00000000-0000-7000-8000-000000000000" })).toBeNull();
  });

  it("the counters follow posts through all their states, however many move at once", async () => {
    const before = await cms.countPosts(editor, undefined);
    const made = await Promise.all(
      Array.from({ length: 12 }, (_, index) =>
        cms.createPost(editor, { title: `moving ${index}`, content: "x", category: "Moving", tags: ["b", "a", `t${index % 3}`] }),
      ),
    );
    const slugsMade = made.map((answer) => answer.data.slug);
    await Promise.all(slugsMade.map((slug) => cms.publishPost(editor, { slug })));
    expect(await cms.countPosts(editor, undefined)).toEqual({ ...before, published: before.published + 12 });
    await Promise.all([
      ...slugsMade.slice(0, 4).map((slug) => cms.unpublishPost(editor, { slug })),
      ...slugsMade.slice(4, 8).map((slug) => cms.deletePost(editor, { slug })),
      ...slugsMade.slice(8).map((slug) => cms.updatePost(editor, { slug, tags: ["c", "a"], category: "Moved" })),
    ]);
    expect(await cms.countPosts(editor, undefined)).toEqual({
      drafts: before.drafts + 4,
      published: before.published + 4,
      archived: before.archived + 4,
    });
    const counts = async (slug: string): Promise<[number, number]> => [
      await total(visitor, { tag: slug }),
      await total(editor, { tag: slug, published_only: false }),
    ];
    expect([await counts("a"), await counts("b"), await counts("c")]).toEqual([
      [4, 8],
      [0, 4],
      [4, 4],
    ]);
    expect([await total(visitor, { category: "moving" }), await total(visitor, { category: "moved" })]).toEqual([0, 4]);
    expect((await cms.getTag(visitor, { slug: "a" })).data.post_count).toBe((await slugs(visitor, { tag: "a" })).length);
  });
});
