import type { CheckReport } from "@cofounder/contracts";
import { type AppError, type Ctx, isAppError, uuidv7 } from "@cofounder/kernel";
import { ctxOf, eachDatabase, testClock } from "@cofounder/testing";
import { beforeEach, describe, expect, it } from "vitest";
import { type Cms, createCms } from "../index.ts";
import type { CreateDraftPost } from "./create-draft-post.ts";

const report: CheckReport = { claims: [], problems: [], rails: [], coverage: null, quality: { score: 90, rubric: "1" } };
const editor = ctxOf("editor");
const source = { source_id: uuidv7(), title: "Study", url: null, sha256: "ab".repeat(32), fetched_at: "2026-02-01T00:00:00.000Z" };
const claim = { text: "Ovens save 40 %.", start: 0, end: 16, verdict: "supported" as const };

eachDatabase((database) => {
  let cms: Cms;

  beforeEach(() => {
    const { sql, transaction } = database();
    cms = createCms({
      sql,
      transaction,
      clock: testClock(),
      checkPost: () => Promise.resolve(report),
      renderMarkdown: (markdown) => Promise.resolve({ html: `<p>${markdown}</p>`, wordCount: markdown.split(" ").length, lead: markdown }),
      isGranted: () => Promise.resolve(true),
      namesOf: (ids) => Promise.resolve(new Map(ids.map((id) => [id, "Ada"]))),
    });
  });

  function stepOf(taskId: string, effectKey: string): Ctx {
    return { ...editor, actor: { kind: "agent", id: "content", onBehalfOf: editor.actor.id }, taskId, effectKey: `${taskId}/${effectKey}` };
  }

  function draft(taskId: string, parts: Partial<CreateDraftPost> = {}): CreateDraftPost {
    const texts = { kind: "digest" as const, title: `Ovens ${taskId.slice(-12)}`, excerpt: "About ovens", content: "Ovens save 40 %." };
    return { taskId, ...texts, category: "Energy", tags: ["ovens"], evidence: [{ claim, citations: [] }], coverage: 1, sources: [source], ...parts };
  }

  async function refused(work: Promise<unknown>): Promise<AppError> {
    const error = await work.then(
      () => undefined,
      (reason: unknown) => reason,
    );
    if (isAppError(error)) return error;
    throw new Error("It was not refused.", { cause: error });
  }

  describe("the draft of a task", () => {
    it("becomes one post, however often its step is repeated, also at once", async () => {
      const taskId = uuidv7();
      const ctx = stepOf(taskId, "finish/1");
      const [first, second] = await Promise.all([cms.createDraftPost(ctx, draft(taskId)), cms.createDraftPost(ctx, draft(taskId))]);
      expect(second).toEqual(first);
      const { data, meta } = await cms.getPost(editor, { slug: first.slug });
      expect(data).toMatchObject({ id: first.id, kind: "digest", status: "draft", revision: 1, author_name: "Ada", excerpt: "About ovens" });
      expect(meta).toMatchObject({ category: { name: "Energy" }, tags: [{ name: "ovens" }] });
      expect(await cms.findTaskOfPost(editor, { postId: first.id })).toBe(taskId);
      expect(await cms.getPostEvidence(editor, { slug: first.slug })).toMatchObject({ coverage: 1, claims: [{ claim }], sources: [source] });
    });

    it("written anew is the next revision of that post at the same address, with its new evidence", async () => {
      const taskId = uuidv7();
      const first = await cms.createDraftPost(stepOf(taskId, "finish/1"), draft(taskId, { slug: `wanted-${taskId.slice(-12)}` }));
      expect(first.slug).toBe(`wanted-${taskId.slice(-12)}`);
      const anew = draft(taskId, {
        kind: "article",
        title: "Another title",
        content: "Ovens save 45 %.",
        coverage: 0.5,
        tags: [],
        seoTitle: "For search",
      });
      expect(await cms.createDraftPost(stepOf(taskId, "finish/2"), anew)).toEqual(first);
      expect((await cms.getPost(editor, { slug: first.slug })).data).toMatchObject({
        revision: 2,
        kind: "article",
        title: "Another title",
        seo_title: "For search",
      });
      expect(await cms.getPostEvidence(editor, { slug: first.slug })).toMatchObject({ coverage: 0.5, post: { revision: 2 } });
    });

    it("takes the nearest free address", async () => {
      const [one, two] = [uuidv7(), uuidv7()];
      const title = `Same ${one.slice(-12)}`;
      const posts = await Promise.all([one, two].map((taskId) => cms.createDraftPost(stepOf(taskId, "finish/1"), draft(taskId, { title }))));
      expect(posts.map((post) => post.slug).toSorted()).toEqual([`same-${one.slice(-12)}`, `same-${one.slice(-12)}-2`]);
    });

    it("is not written over a post that is public, and needs the right to write", async () => {
      const taskId = uuidv7();
      const { slug } = await cms.createDraftPost(stepOf(taskId, "finish/1"), draft(taskId));
      await cms.publishPost(editor, { slug });
      expect(await refused(cms.createDraftPost(stepOf(taskId, "finish/2"), draft(taskId, { content: "x" })))).toMatchObject({ code: "conflict" });
      expect(await refused(cms.createDraftPost(ctxOf("viewer"), draft(uuidv7())))).toMatchObject({ code: "forbidden" });
    });

    it("that was archived is a draft again when the task writes it anew", async () => {
      const taskId = uuidv7();
      const { id, slug } = await cms.createDraftPost(stepOf(taskId, "finish/1"), draft(taskId));
      expect(await cms.archivePost(stepOf(taskId, "publish/1"), { postId: id })).toMatchObject({ status: "archived" });
      await cms.createDraftPost(stepOf(taskId, "finish/2"), draft(taskId));
      expect((await cms.getPost(editor, { slug })).data).toMatchObject({ id, status: "draft", revision: 1 });
    });
  });

  describe("what a person edited while approving", () => {
    it("is applied once, with its evidence, and is what goes public", async () => {
      const taskId = uuidv7();
      const { id } = await cms.createDraftPost(stepOf(taskId, "finish/1"), draft(taskId));
      const edit = { postId: id, edited: { slug: `edited-${taskId.slice(-12)}`, content: "Ovens save 41 %.", category: "Heat", tags: ["a", "b"] } };
      const ctx = stepOf(taskId, "publish/1");
      const applied = await cms.applyEdit(ctx, { ...edit, evidence: [], coverage: 0 });
      expect(await cms.applyEdit(ctx, { ...edit, evidence: [], coverage: 0 })).toEqual(applied);
      expect(applied).toEqual({ id, slug: edit.edited.slug });
      const approved = { title: `Ovens ${taskId.slice(-12)}`, content: "Ovens save 41 %." };
      await cms.releasePost(ctx, { postId: id, approvalId: "granted", approved, signatures: [] });
      const { data, meta } = await cms.getPost(editor, { slug: applied.slug });
      expect(data).toMatchObject({ status: "published", revision: 2, content: "Ovens save 41 %.", excerpt: "About ovens" });
      expect([meta.category?.name, meta.tags.length]).toEqual(["Heat", 2]);
      expect(await cms.getPostEvidence(editor, { slug: id })).toMatchObject({ coverage: 0, claims: [], sources: [source] });
      expect(
        await refused(cms.applyEdit({ ...ctx, effectKey: "other" }, { ...edit, edited: { content: "Later." }, evidence: null, coverage: null })),
      ).toMatchObject({ code: "conflict" });
    });

    it("keeps what the text rests on where the text stays", async () => {
      const taskId = uuidv7();
      const { id } = await cms.createDraftPost(stepOf(taskId, "finish/1"), draft(taskId));
      await cms.applyEdit(stepOf(taskId, "publish/1"), { postId: id, edited: { title: "Better" }, evidence: null, coverage: null });
      expect(await cms.getPostEvidence(editor, { slug: id })).toMatchObject({
        post: { title: "Better", revision: 2 },
        coverage: 1,
        claims: [{ claim }],
      });
    });

    it("has an address that nobody else has", async () => {
      const [one, two] = [uuidv7(), uuidv7()];
      const other = await cms.createDraftPost(stepOf(one, "finish/1"), draft(one));
      const { id } = await cms.createDraftPost(stepOf(two, "finish/1"), draft(two));
      const work = cms.applyEdit(stepOf(two, "publish/1"), { postId: id, edited: { slug: other.slug }, evidence: null, coverage: null });
      expect(await refused(work)).toMatchObject({ code: "conflict" });
    });
  });

  describe("posts about the same", () => {
    it("are found by the words of their title, public or in work, not archived, and not the task's own", async () => {
      const mark = `q${uuidv7().slice(-8)}`;
      const taskId = uuidv7();
      const own = await cms.createDraftPost(stepOf(taskId, "finish/1"), draft(taskId, { title: `How small ${mark} bakeries save energy` }));
      await cms.createPost(editor, { title: `Saving rain water for ${mark} gardens`, content: "x" });
      const similar = await cms.findSimilarTitles(editor, { topic: `Energy: how a small ${mark} bakery can save` });
      expect(similar).toEqual([]);
      const found = await cms.findSimilarTitles(editor, { topic: `Small ${mark} bakeries: save energy!` });
      expect(found).toMatchObject([{ id: own.id, slug: own.slug, status: "draft", likeness: 1 }]);
      expect(await cms.findSimilarTitles(stepOf(taskId, "brief/1"), { topic: `Small ${mark} bakeries: save energy` })).toEqual([]);
      await cms.archivePost(editor, { postId: own.id });
      expect(await cms.findSimilarTitles(editor, { topic: `Small ${mark} bakeries: save energy!` })).toEqual([]);
      expect(await cms.findSimilarTitles(editor, { topic: "'&|!()" })).toEqual([]);
    });
  });
});
