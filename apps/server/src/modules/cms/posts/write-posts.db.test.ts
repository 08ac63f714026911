import type { CheckReport, PostAnswer } from "@cofounder/contracts";
import { postEtag } from "@cofounder/contracts";
import { floorTables } from "@cofounder/database";
import { anonymousCtx, type AppError, isAppError, uuidv7 } from "@cofounder/kernel";
import { ctxOf, eachDatabase, testClock } from "@cofounder/testing";
import { asc, eq } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import { type Cms, createCms } from "../index.ts";

const report: CheckReport = { claims: [], problems: [], rails: [], coverage: null, quality: { score: 90, rubric: "1" } };
const editor = ctxOf("editor");
const visitor = anonymousCtx("test");

eachDatabase((database) => {
  const clock = testClock();
  let cms: Cms;
  let title: string;

  beforeEach(() => {
    const { sql, transaction } = database();
    title = `Title ${uuidv7().slice(-12)}`;
    cms = createCms({
      sql,
      transaction,
      clock,
      checkPost: () => Promise.resolve(report),
      renderMarkdown: (markdown) => Promise.resolve({ html: `<p>${markdown}</p>`, wordCount: markdown.split(" ").length, lead: markdown }),
      isGranted: () => Promise.resolve(false),
      namesOf: (ids) => Promise.resolve(new Map(ids.map((id) => [id, "Ada"]))),
    });
  });

  const etag = (answer: PostAnswer): string => postEtag(answer.data);
  const write = (parts: Partial<Parameters<Cms["createPost"]>[1]> = {}): Promise<PostAnswer> =>
    cms.createPost(editor, { title, content: "First text.", ...parts });

  async function eventsOf(id: string): Promise<string[]> {
    const { outbox } = floorTables;
    const rows = await database().sql.select({ type: outbox.type }).from(outbox).where(eq(outbox.subjectId, id)).orderBy(asc(outbox.position));
    return rows.map((row) => row.type);
  }

  async function refused(work: Promise<unknown>): Promise<AppError> {
    const error = await work.then(
      () => undefined,
      (reason: unknown) => reason,
    );
    if (isAppError(error)) return error;
    throw new Error("It was not refused.", { cause: error });
  }

  describe("a new post", () => {
    it("is a draft by its author, rendered, counted and told of", async () => {
      const answer = await write({
        content: "Some words here.",
        category: "Energy News",
        tags: ["Ovens", "ovens", "Heat"],
        seo_title: "SEO",
      });
      expect(answer.data).toMatchObject({
        status: "draft",
        kind: "article",
        revision: 1,
        author_id: editor.actor.id,
        author_name: "Ada",
        published_at: null,
      });
      expect(answer.data).toMatchObject({ excerpt: "Some words here.", word_count: 3, reading_minutes: 1, seo_title: "SEO", seo_keywords: null });
      expect(answer.data.content_html).toBe("<p>Some words here.</p>");
      expect(answer.meta.category).toMatchObject({ name: "Energy News", slug: "energy-news" });
      expect(answer.meta.tags.map((tag) => tag.slug)).toEqual(["heat", "ovens"]);
      expect(await eventsOf(answer.data.id)).toEqual(["post.created"]);
      expect((await cms.listRevisions(editor, { slug: answer.data.slug, limit: 10 })).data).toMatchObject([
        { revision: 1, by: "Ada", reason: "written" },
      ]);
    });

    it("gets an address of its own beside nine others of the same title at the same moment", async () => {
      const answers = await Promise.all(Array.from({ length: 10 }, () => write()));
      const slug = title.toLowerCase().replace(" ", "-");
      const numbered = Array.from({ length: 9 }, (_, index) => `${slug}-${index + 2}`);
      expect(answers.map((answer) => answer.data.slug).toSorted()).toEqual([slug, ...numbered].toSorted());
    });

    it("is refused an address that is taken or could be an id", async () => {
      const { data } = await write();
      expect(await refused(write({ slug: data.slug }))).toMatchObject({ code: "conflict" });
      expect(await refused(write({ slug: uuidv7() }))).toMatchObject({ code: "invalid", details: { issues: [{ loc: ["body", "slug"] }] } });
    });

    it("is one post when the same request comes twice at once", async () => {
      const asked = { ...editor, effectKey: `key-${uuidv7()}` };
      const [first, second] = await Promise.all([cms.createPost(asked, { title, content: "a" }), cms.createPost(asked, { title, content: "a" })]);
      expect(second.data.id).toBe(first.data.id);
      expect(await eventsOf(first.data.id)).toEqual(["post.created"]);
    });

    it("that cannot be kept or shown is refused, and nothing stays of it", async () => {
      const before = await cms.countPosts(editor, undefined);
      expect(await refused(write({ content: "a\0b" }))).toMatchObject({ code: "invalid", details: { issues: [{ loc: ["body", "content"] }] } });
      expect(await refused(write({ content: "> ".repeat(50_000) }))).toMatchObject({
        code: "invalid",
        details: { issues: [{ loc: ["body", "content"] }] },
      });
      expect(await cms.countPosts(editor, undefined)).toEqual(before);
    });

    it("of more different words than the search can hold is kept all the same", async () => {
      const content = Array.from({ length: 30_000 }, (_, index) => `語${index}`).join(" ");
      const { data } = await write({ content });
      expect((await cms.getPost(editor, { slug: data.slug })).data.content).toBe(content);
    });

    it("needs the right to write", async () => {
      expect(await refused(cms.createPost(visitor, { title, content: "a" }))).toMatchObject({ code: "unauthenticated" });
      expect(await refused(cms.createPost(ctxOf("viewer"), { title, content: "a" }))).toMatchObject({ code: "forbidden" });
    });
  });

  describe("a change", () => {
    it("of the text is a new revision; of what stands beside it is not, but has an ETag of its own", async () => {
      const first = await write({ category: "A", tags: ["x"] });
      const { slug, id } = first.data;
      const second = await cms.updatePost(editor, { slug, content: "Second text with more.", if_match: etag(first) });
      expect(second.data).toMatchObject({ revision: 2, content_html: "<p>Second text with more.</p>", word_count: 4 });
      const third = await cms.updatePost(editor, { slug: id, category: null, tags: ["y"], seo_description: "d" });
      expect(third.data).toMatchObject({ revision: 2, category_id: null, seo_description: "d" });
      expect(third.meta.tags.map((tag) => tag.name)).toEqual(["y"]);
      expect(new Set([etag(first), etag(second), etag(third)]).size).toBe(3);
      expect(await eventsOf(id)).toEqual(["post.created", "post.updated", "post.updated"]);
    });

    it("to what the post says already is none", async () => {
      const first = await write({ tags: ["x", "y"], category: "A" });
      const same = await cms.updatePost(editor, { slug: first.data.slug, title, content: "First text.", tags: ["Y", "x"], category: "a" });
      expect(etag(same)).toBe(etag(first));
      expect(await eventsOf(first.data.id)).toEqual(["post.created"]);
    });

    it("of an older state is stale and tells the current ETag", async () => {
      const first = await write();
      const { slug } = first.data;
      const second = await cms.updatePost(editor, { slug, title: `${title}!` });
      expect(await refused(cms.updatePost(editor, { slug, content: "x", if_match: etag(first) }))).toMatchObject({
        code: "stale",
        details: { etag: etag(second) },
      });
      expect(await refused(cms.deletePost(editor, { slug, if_match: etag(first) }))).toMatchObject({ code: "stale" });
    });

    it("made by six people from the same state at once succeeds for one of them", async () => {
      const first = await write();
      const tries = Array.from({ length: 6 }, (_, index) =>
        cms.updatePost(editor, { slug: first.data.slug, content: `Text ${index}`, if_match: etag(first) }),
      );
      const settled = await Promise.allSettled(tries);
      expect(settled.filter((one) => one.status === "fulfilled")).toHaveLength(1);
      for (const one of settled) if (one.status === "rejected") expect(one.reason).toMatchObject({ code: "stale" });
      expect((await cms.getPost(editor, { slug: first.data.slug })).data.revision).toBe(2);
    });

    it("without a condition is made one after the other, and none is lost from the revisions", async () => {
      const { slug } = (await write()).data;
      await Promise.all(Array.from({ length: 6 }, (_, index) => cms.updatePost(editor, { slug, content: `Text ${index}` })));
      const { data } = await cms.listRevisions(editor, { slug, limit: 100 });
      expect(data.map((revision) => revision.revision)).toEqual([7, 6, 5, 4, 3, 2, 1]);
      expect(new Set(data.map((revision) => revision.content)).size).toBe(7);
    });

    it("of the address moves the post, but never onto another's", async () => {
      const { slug, id } = (await write()).data;
      const other = await write();
      expect(await refused(cms.updatePost(editor, { slug, new_slug: other.data.slug }))).toMatchObject({ code: "conflict" });
      expect((await cms.updatePost(editor, { slug, new_slug: `${slug}-moved` })).data).toMatchObject({ id, slug: `${slug}-moved`, revision: 1 });
      expect(await refused(cms.getPost(editor, { slug }))).toMatchObject({ code: "not_found" });
    });
  });

  describe("an archived post", () => {
    it("leaves its address and the lists; its id and its revisions stay for the house", async () => {
      const { slug, id } = (await write()).data;
      expect(await cms.deletePost(editor, { slug })).toEqual({ id, slug, status: "archived" });
      expect(await cms.deletePost(editor, { slug })).toEqual({ id, slug, status: "archived" });
      expect(await refused(cms.getPost(editor, { slug }))).toMatchObject({ code: "not_found" });
      expect((await cms.getPost(editor, { slug: id })).data.status).toBe("archived");
      expect(await refused(cms.getPost(visitor, { slug: id }))).toMatchObject({ code: "not_found" });
      expect((await cms.listRevisions(editor, { slug, limit: 10 })).data).toHaveLength(1);
      const listed = await cms.listPosts(editor, { skip: 0, limit: 100, published_only: false });
      expect(listed.data.map((post) => post.id)).not.toContain(id);
      expect(await eventsOf(id)).toEqual(["post.created", "post.archived"]);
    });

    it("is not changed or published, but a restored revision makes it a draft again", async () => {
      const { slug, id } = (await write({ tags: ["kept"] })).data;
      await cms.deletePost(editor, { slug });
      expect(await refused(cms.updatePost(editor, { slug, title: "x" }))).toMatchObject({ code: "conflict", details: { allowed: ["restore"] } });
      expect(await refused(cms.publishPost(editor, { slug }))).toMatchObject({ code: "conflict", details: { allowed: ["restore"] } });
      const back = await cms.restoreRevision(editor, { slug, revision: 1 });
      expect(back.data).toMatchObject({ id, status: "draft", revision: 1 });
      expect(back.meta.tags.map((tag) => tag.name)).toEqual(["kept"]);
    });
  });

  describe("the revisions", () => {
    it("are listed newest first, page by page", async () => {
      const { slug } = (await write()).data;
      for (const content of ["b", "c", "d"]) await cms.updatePost(editor, { slug, content });
      const first = await cms.listRevisions(editor, { slug, limit: 3 });
      expect(first.data.map((revision) => revision.content)).toEqual(["d", "c", "b"]);
      const second = await cms.listRevisions(editor, { slug, limit: 3, cursor: first.next_cursor ?? "" });
      expect(second).toMatchObject({ data: [{ content: "First text." }], next_cursor: null });
      expect(await refused(cms.listRevisions(editor, { slug, limit: 3, cursor: "x" }))).toMatchObject({ code: "invalid" });
      expect(await refused(cms.listRevisions(visitor, { slug, limit: 3 }))).toMatchObject({ code: "unauthenticated" });
    });

    it("come back as a new one, with title, excerpt and text", async () => {
      const first = await write({ excerpt: "One" });
      const { slug } = first.data;
      const second = await cms.updatePost(editor, { slug, title: `${title} two`, excerpt: "Two", content: "Second." });
      expect(await refused(cms.restoreRevision(editor, { slug, revision: 1, if_match: etag(first) }))).toMatchObject({ code: "stale" });
      const back = await cms.restoreRevision(editor, { slug, revision: 1, if_match: etag(second) });
      expect(back.data).toMatchObject({ title, excerpt: "One", content: "First text.", content_html: "<p>First text.</p>", revision: 3, slug });
      const { data } = await cms.listRevisions(editor, { slug, limit: 1 });
      expect(data[0]?.reason).toBe("restored from revision 1");
      expect(await refused(cms.restoreRevision(editor, { slug, revision: 9 }))).toMatchObject({ code: "not_found" });
    });
  });
});
