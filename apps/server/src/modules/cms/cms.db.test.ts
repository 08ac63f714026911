import { type CheckReport, events, type EventType, postEtag } from "@cofounder/contracts";
import { floorTables } from "@cofounder/database";
import { anonymousCtx, type Ctx, type Permission, uuidv7 } from "@cofounder/kernel";
import { ctxOf, eachDatabase, outcomeOf, testClock } from "@cofounder/testing";
import { asc, eq } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import { type Cms, createCms } from "./index.ts";

const report: CheckReport = { claims: [], problems: [], rails: [], coverage: null, quality: { score: 90, rubric: "1" } };
const editor = ctxOf("editor");
const visitor = anonymousCtx("test");

/** What each operation that is not open to everybody asks for, with an input that would be good. */
const guarded: [keyof Cms, Permission, (post: { id: string; slug: string }) => object][] = [
  ["createPost", "cms.write", () => ({ title: "t", content: "c" })],
  ["updatePost", "cms.write", ({ slug }) => ({ slug, title: "other" })],
  ["deletePost", "cms.write", ({ slug }) => ({ slug })],
  ["restoreRevision", "cms.write", ({ slug }) => ({ slug, revision: 1 })],
  ["archivePost", "cms.write", ({ id }) => ({ postId: id })],
  ["applyEdit", "cms.write", ({ id }) => ({ postId: id, edited: { title: "x" }, evidence: null, coverage: null })],
  [
    "createDraftPost",
    "cms.write",
    () => ({
      taskId: uuidv7(),
      kind: "digest",
      title: "t",
      excerpt: "",
      content: "c",
      category: null,
      tags: [],
      evidence: [],
      coverage: null,
      sources: [],
    }),
  ],
  ["publishPost", "cms.publish", ({ slug }) => ({ slug })],
  ["unpublishPost", "cms.publish", ({ slug }) => ({ slug })],
  ["releasePost", "cms.publish", ({ id }) => ({ postId: id, approvalId: "granted", approved: { title: "t", content: "c" }, signatures: [] })],
  ["signDraft", "cms.write", ({ id }) => ({ postId: id, approvalId: "granted", approved: { title: "t", content: "c" }, signatures: [] })],
  ["listRevisions", "cms.read_drafts", ({ slug }) => ({ slug, limit: 1 })],
  ["findSimilarTitles", "cms.read_drafts", () => ({ topic: "bread" })],
  ["findTaskOfPost", "cms.read_drafts", ({ id }) => ({ postId: id })],
  ["countPosts", "cms.read_drafts", () => ({})],
];

eachDatabase((database) => {
  const clock = testClock();
  let cms: Cms;

  beforeEach(() => {
    const { sql, transaction } = database();
    cms = createCms({
      sql,
      transaction,
      clock,
      checkPost: () => Promise.resolve(report),
      renderMarkdown: (markdown) => Promise.resolve({ html: `<p>${markdown}</p>`, wordCount: markdown.split(" ").length, lead: markdown }),
      isGranted: () => Promise.resolve(true),
      namesOf: () => Promise.resolve(new Map<string, string>()),
    });
  });

  const newTitle = (): string => `Title ${uuidv7().slice(-12)}`;

  describe.each(guarded)("%s", (name, permission, inputFor) => {
    it(`needs ${permission}: a stranger is asked to sign in, somebody without it is refused, and nothing changes`, async () => {
      const { data } = await cms.createPost(editor, { title: newTitle(), content: "Text." });
      const before = await cms.countPosts(editor, undefined);
      const operation = cms[name] as (ctx: Ctx, input: object) => Promise<unknown>;
      const others = new Set([...editor.permissions].filter((held) => held !== permission));
      expect(await outcomeOf(operation(visitor, inputFor(data)))).toBe("unauthenticated");
      expect(await outcomeOf(operation({ ...editor, permissions: others }, inputFor(data)))).toBe("forbidden");
      expect(postEtag((await cms.getPost(editor, { slug: data.id })).data)).toBe(postEtag(data));
      expect(await cms.countPosts(editor, undefined)).toEqual(before);
    });
  });

  it("the right to write alone does not change what the public reads", async () => {
    const writer = { ...editor, permissions: new Set<Permission>(["cms.write", "cms.read_drafts"]) };
    const { slug } = (await cms.createPost(writer, { title: newTitle(), content: "One." })).data;
    await cms.updatePost(writer, { slug, content: "Two." });
    await cms.publishPost(editor, { slug });
    expect(await outcomeOf(cms.updatePost(writer, { slug, content: "Three." }))).toBe("forbidden");
    expect(await outcomeOf(cms.restoreRevision(writer, { slug, revision: 1 }))).toBe("forbidden");
    expect((await cms.getPost(visitor, { slug })).data.content).toBe("Two.");
  });

  it("each move of a post is told once, in its order, with what the contract says", async () => {
    const { id, slug } = (await cms.createPost(editor, { title: newTitle(), content: "One." })).data;
    await cms.updatePost(editor, { slug, content: "Two." });
    await cms.publishPost(editor, { slug });
    await cms.unpublishPost(editor, { slug });
    await cms.deletePost(editor, { slug });
    await cms.restoreRevision(editor, { slug, revision: 1 });
    const { outbox } = floorTables;
    const told = await database().sql.select().from(outbox).where(eq(outbox.subjectId, id)).orderBy(asc(outbox.position));
    expect(told.map((event) => event.type)).toEqual([
      ...["post.created", "post.updated", "post.published", "post.unpublished", "post.archived", "post.updated"],
    ]);
    for (const { type, payload, actor } of told) {
      expect(events[type as EventType].data.strict().safeParse(payload).success).toBe(true);
      expect(actor).toMatchObject({ kind: "user", id: editor.actor.id });
    }
  });

  it("a title used more than twenty times still gets an address", async () => {
    const title = newTitle();
    const slugs = new Set<string>();
    for (let count = 0; count < 22; count++) slugs.add((await cms.createPost(editor, { title, content: "x" })).data.slug);
    const slug = title.toLowerCase().replace(" ", "-");
    expect(slugs.size).toBe(22);
    expect(slugs).toContain(`${slug}-20`);
    expect([...slugs].at(-1)).toMatch(new RegExp(`^${slug}-[0-9a-f]{12}$`));
  });

  it("a category and tags that many posts bring along at once are made once", async () => {
    const mark = uuidv7().slice(-12);
    const names = [`Tag B ${mark}`, `Tag A ${mark}`];
    const made = await Promise.all(
      Array.from({ length: 8 }, (_, index) =>
        cms.createPost(editor, { title: newTitle(), content: "x", category: `Cat ${mark}`, tags: index % 2 === 0 ? names : names.toReversed() }),
      ),
    );
    expect(new Set(made.map((answer) => answer.data.category_id)).size).toBe(1);
    expect(new Set(made.flatMap((answer) => answer.meta.tags.map((tag) => tag.id))).size).toBe(2);
    const page = await cms.listPosts(editor, { skip: 0, limit: 1, published_only: false, tag: `tag-a-${mark}` });
    expect(page.meta.pagination.total).toBe(8);
  });
});
