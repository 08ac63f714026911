import type { CheckReport, PostAnswer, Problem } from "@cofounder/contracts";
import { postEtag } from "@cofounder/contracts";
import { anonymousCtx, type AppError, type Ctx, isAppError, uuidv7 } from "@cofounder/kernel";
import { ctxOf, eachDatabase, testClock } from "@cofounder/testing";
import { beforeEach, describe, expect, it } from "vitest";
import type { TextToCheck } from "../deps.ts";
import { type Cms, createCms } from "../index.ts";

const clean: CheckReport = { claims: [], problems: [], rails: [], coverage: 1, quality: { score: 90, rubric: "1" } };
const content = "Ovens save 40 %.";
const problem: Problem = { rule: "coverage", severity: "blocking", start: 0, end: 16, message: "No source says this." };
const override = { rule: "coverage", start: 0, end: 16, reason: "Measured by ourselves" };
const claim = { text: content, start: 0, end: 16, verdict: "supported" as const };
const source = { source_id: uuidv7(), title: "Study", url: "https://a.example/s", sha256: "ab".repeat(32), fetched_at: "2026-02-01T00:00:00.000Z" };
const evidence = [
  {
    claim,
    citations: [{ source_id: source.source_id, title: "Study", url: source.url, sha256: source.sha256, quote: "40 percent", start: 1, end: 11 }],
  },
];

const editor = ctxOf("editor");
const visitor = anonymousCtx("test");
const agent: Ctx = { ...editor, actor: { kind: "agent", id: "content", onBehalfOf: editor.actor.id } };

eachDatabase((database) => {
  const clock = testClock();
  let cms: Cms;
  let report: CheckReport;
  let checked: TextToCheck[];
  let granted: string[];
  let duringCheck: () => Promise<unknown>;

  beforeEach(() => {
    report = clean;
    checked = [];
    granted = [];
    duringCheck = () => Promise.resolve();
    const { sql, transaction } = database();
    cms = createCms({
      sql,
      transaction,
      clock,
      async checkPost(_ctx, text) {
        checked.push(text);
        await duringCheck();
        return report;
      },
      renderMarkdown: (markdown) => Promise.resolve({ html: `<p>${markdown}</p>`, wordCount: markdown.split(" ").length, lead: markdown }),
      isGranted: (approvalId, postId) => Promise.resolve(granted.includes(`${approvalId} ${postId}`)),
      namesOf: (ids) => Promise.resolve(new Map(ids.map((id) => [id, "Ada"]))),
    });
  });

  const write = (parts: object = {}): Promise<PostAnswer> => cms.createPost(editor, { title: `Title ${uuidv7().slice(-12)}`, content, ...parts });

  const draftOfTask = (parts: object = {}): Promise<{ id: string; slug: string }> =>
    cms.createDraftPost(agent, {
      ...{ taskId: uuidv7(), kind: "digest", title: `Digest ${uuidv7().slice(-12)}`, excerpt: "e", content, category: null, tags: [] },
      ...{ evidence, coverage: 1, sources: [source] },
      ...parts,
    });

  const signatures = [{ ...override, signedBy: "Grace", at: "2026-03-01T08:00:00.000Z" }];

  /** What a person approved: the post's text as it stands now. */
  async function approvalOf(postId: string, approvalId = uuidv7()) {
    const { title, content: text } = (await cms.getPost(editor, { slug: postId })).data;
    granted.push(`${approvalId} ${postId}`);
    return { postId, approvalId, approved: { title, content: text }, signatures };
  }

  async function refused(work: Promise<unknown>): Promise<AppError> {
    const error = await work.then(
      () => undefined,
      (reason: unknown) => reason,
    );
    if (isAppError(error)) return error;
    throw new Error("It was not refused.", { cause: error });
  }

  describe("a person who publishes", () => {
    it("makes a post public, and taking it back makes it a draft again; published anew it keeps its first date", async () => {
      const draft = await write();
      const { slug, id } = draft.data;
      const published = await cms.publishPost(editor, { slug, if_match: postEtag(draft.data) });
      expect(published.data).toMatchObject({ status: "published", revision: 1, published_at: clock.now().toISOString() });
      expect((await cms.getPost(visitor, { slug })).data.id).toBe(id);
      expect(await refused(cms.publishPost(editor, { slug }))).toMatchObject({ code: "conflict", details: { allowed: ["unpublish", "archive"] } });
      expect(await refused(cms.unpublishPost(editor, { slug, if_match: postEtag(draft.data) }))).toMatchObject({ code: "stale" });
      expect((await cms.unpublishPost(editor, { slug: id })).data).toMatchObject({ status: "draft", published_at: null });
      expect(await refused(cms.getPost(visitor, { slug }))).toMatchObject({ code: "not_found" });
      expect(await refused(cms.unpublishPost(editor, { slug }))).toMatchObject({ code: "conflict", details: { allowed: ["publish", "archive"] } });
      clock.advance(86_400_000);
      expect((await cms.publishPost(editor, { slug })).data.published_at).toBe(published.data.published_at);
    });

    it("must give a reason for each blocking problem; the reason stands with the name in the evidence", async () => {
      const { slug, id } = (await write()).data;
      report = { ...clean, problems: [problem, { ...problem, rule: "placeholder", start: 0, end: 5 }, { ...problem, severity: "warning" }] };
      const error = await refused(cms.publishPost(editor, { slug, overrides: [override] }));
      expect(error).toMatchObject({ code: "conflict", details: { extra: { problems: [{ rule: "placeholder" }] } } });
      expect((await cms.getPost(editor, { slug })).data.status).toBe("draft");
      const overrides = [override, { rule: "placeholder", start: 0, end: 5, reason: "That is a name" }];
      await cms.publishPost(editor, { slug, overrides });
      const at = clock.now().toISOString();
      expect(await cms.getPostEvidence(visitor, { slug: id })).toMatchObject({
        post: { id, slug, revision: 1 },
        signatures: overrides.map((one) => ({ ...one, signed_by: "Ada", at })),
      });
      expect(checked[0]).toMatchObject({ postId: id, taskId: null, kind: "article", content, sourceIds: [] });
    });

    it("publishes what was checked: a text that changes meanwhile is refused", async () => {
      const { slug } = (await write()).data;
      duringCheck = () => cms.updatePost(editor, { slug, content: "Unchecked." });
      expect(await refused(cms.publishPost(editor, { slug }))).toMatchObject({ code: "conflict" });
      expect((await cms.getPost(editor, { slug })).data).toMatchObject({ status: "draft", content: "Unchecked." });
    });

    it("may publish a digest, with the evidence its task gave it", async () => {
      const { slug } = await draftOfTask();
      await cms.publishPost(editor, { slug });
      expect(checked[0]).toMatchObject({ kind: "digest", sourceIds: [source.source_id] });
      expect(await cms.getPostEvidence(visitor, { slug })).toMatchObject({
        post: { kind: "digest" },
        coverage: 1,
        claims: evidence,
        sources: [source],
      });
    });

    it("needs the right to, and to be a person", async () => {
      const { slug } = (await write()).data;
      expect(await refused(cms.publishPost(visitor, { slug }))).toMatchObject({ code: "unauthenticated" });
      expect(await refused(cms.publishPost(ctxOf("viewer"), { slug }))).toMatchObject({ code: "forbidden" });
      expect(await refused(cms.publishPost(agent, { slug }))).toMatchObject({ code: "forbidden" });
      expect(checked).toEqual([]);
    });
  });

  describe("the text of a public post", () => {
    it("is checked before it changes, and the evidence changes with it", async () => {
      const { slug } = await draftOfTask();
      await cms.publishPost(editor, { slug });
      report = { ...clean, problems: [problem] };
      const changed = `${content} So they say.`;
      expect(await refused(cms.updatePost(editor, { slug, content: changed }))).toMatchObject({
        code: "conflict",
        details: { extra: { problems: [problem] } },
      });
      report = { ...report, coverage: 0.5, claims: [{ ...claim, verdict: "unsupported", defects: [], evidence: [] }] };
      const answer = await cms.updatePost(editor, { slug, content: changed, overrides: [override] });
      expect(answer.data).toMatchObject({ status: "published", revision: 2, content: changed });
      expect(await cms.getPostEvidence(visitor, { slug })).toMatchObject({
        post: { revision: 2 },
        coverage: 0.5,
        claims: [{ claim: { verdict: "unsupported" }, citations: [] }],
        sources: [source],
        signatures: [{ rule: "coverage", signed_by: "Ada" }],
      });
    });

    it("keeps the signatures whose words stand, wherever they move", async () => {
      const { slug } = (await write()).data;
      report = { ...clean, problems: [problem] };
      await cms.publishPost(editor, { slug, overrides: [override] });
      report = { ...clean, problems: [{ ...problem, start: 4, end: 20 }] };
      await cms.updatePost(editor, { slug, content: `Yes ${content}` });
      expect((await cms.getPostEvidence(visitor, { slug })).signatures).toMatchObject([{ start: 4, end: 20, reason: override.reason }]);
      expect(await refused(cms.updatePost(editor, { slug, content: "Yes Ovens save 45 %." }))).toMatchObject({ code: "conflict" });
    });

    it("comes back from an earlier revision only when that one is cleared too", async () => {
      const { slug } = (await write({ content: "Old text." })).data;
      await cms.updatePost(editor, { slug, content });
      await cms.publishPost(editor, { slug });
      report = { ...clean, problems: [{ ...problem, end: 9 }] };
      expect(await refused(cms.restoreRevision(editor, { slug, revision: 1 }))).toMatchObject({ code: "conflict" });
      const restored = await cms.restoreRevision(editor, { slug, revision: 1, overrides: [{ ...override, end: 9 }] });
      expect(restored.data).toMatchObject({ status: "published", content: "Old text.", revision: 3 });
      expect((await cms.getPostEvidence(visitor, { slug })).post.revision).toBe(3);
    });

    it("is not needed to be checked for what stands beside it", async () => {
      const { slug } = (await write()).data;
      await cms.publishPost(editor, { slug });
      await cms.updatePost(editor, { slug, category: "Other", tags: ["new"], seo_title: "t" });
      expect(checked).toHaveLength(1);
      expect(await refused(cms.updatePost(agent, { slug, content: "By an agent." }))).toMatchObject({ code: "forbidden" });
    });
  });

  describe("the evidence", () => {
    it("of a draft is for the house alone, and goes with a post that is taken back or archived", async () => {
      const { slug, id } = await draftOfTask();
      expect(await refused(cms.getPostEvidence(visitor, { slug }))).toMatchObject({ code: "not_found" });
      expect(await cms.getPostEvidence(editor, { slug })).toMatchObject({ claims: evidence, sources: [source], signatures: [] });
      await cms.publishPost(editor, { slug });
      await cms.unpublishPost(editor, { slug });
      expect(await refused(cms.getPostEvidence(visitor, { slug }))).toMatchObject({ code: "not_found" });
      await cms.publishPost(editor, { slug });
      await cms.archivePost(editor, { postId: id });
      expect(await refused(cms.getPostEvidence(visitor, { slug: id }))).toMatchObject({ code: "not_found" });
    });
  });

  describe("a workflow that publishes", () => {
    it("needs the granted approval of that very post", async () => {
      const { id, slug } = await draftOfTask();
      const [mine, others] = [await approvalOf(id), uuidv7()];
      granted.push(`${others} ${uuidv7()}`);
      expect(await refused(cms.releasePost(agent, { ...mine, approvalId: others }))).toMatchObject({ code: "forbidden" });
      expect(await refused(cms.releasePost(ctxOf("viewer"), mine))).toMatchObject({ code: "forbidden" });
      const once = { ...agent, effectKey: `release-${id}` };
      expect(await cms.releasePost(once, mine)).toEqual({ id, slug, outcome: "published" });
      expect(await cms.releasePost(once, mine)).toEqual({ id, slug, outcome: "published" });
      expect(await cms.getPostEvidence(visitor, { slug })).toMatchObject({
        claims: evidence,
        signatures: [{ reason: override.reason, signed_by: "Grace" }],
      });
      expect(checked).toEqual([]);
    });

    it("leaves a post that a person has published meanwhile, and does not bring an archived one back", async () => {
      const { id, slug } = await draftOfTask();
      const approval = await approvalOf(id);
      const published = await cms.publishPost(editor, { slug });
      await cms.releasePost(agent, approval);
      expect((await cms.getPost(visitor, { slug })).data).toEqual(published.data);
      await cms.archivePost(agent, { postId: id });
      expect(await refused(cms.releasePost(agent, approval))).toMatchObject({ code: "conflict" });
    });

    it.each([{ title: "Another title" }, { content: "Another text." }])(
      "leaves to a person what was changed after it was approved: %j",
      async (change) => {
        const { id, slug } = await draftOfTask();
        const approval = await approvalOf(id);
        await cms.updatePost(editor, { slug, ...change });
        expect(await cms.releasePost(agent, approval)).toEqual({ id, slug, outcome: "other_text" });
        expect((await cms.getPost(editor, { slug })).data.status).toBe("draft");
      },
    );
  });

  describe("what was signed for with an approval", () => {
    const whole: Problem = { ...problem, rule: "title-mismatch", start: 0, end: 0 };
    const signed = [...signatures, { ...whole, reason: "It is a pun", signedBy: "Grace", at: "2026-03-01T08:00:00.000Z" }];
    let draft: { id: string; slug: string };

    beforeEach(async () => {
      draft = await draftOfTask();
      report = { ...clean, problems: [problem, whole] };
      const approval = { ...(await approvalOf(draft.id)), signatures: signed };
      const once = { ...agent, effectKey: `publish-${draft.id}` };
      expect([await cms.signDraft(once, approval), await cms.signDraft(once, approval)]).toEqual([true, true]);
    });

    it("counts when somebody publishes that text, and stands in the evidence under the name of who gave it", async () => {
      const { slug } = draft;
      expect((await cms.getPost(editor, { slug })).data).toMatchObject({ status: "draft", revision: 1 });
      await cms.updatePost(editor, { slug, category: "Other", excerpt: "Shorter" });
      await cms.publishPost(editor, { slug });
      const at = "2026-03-01T08:00:00.000Z";
      expect((await cms.getPostEvidence(visitor, { slug })).signatures).toEqual([
        { ...override, signed_by: "Grace", at },
        { rule: "title-mismatch", start: 0, end: 0, reason: "It is a pun", signed_by: "Grace", at },
      ]);
    });

    it.each([{ content: `${content} And money.` }, { title: "Another title" }])("ends with that text: %j", async (change) => {
      const { slug } = draft;
      await cms.updatePost(editor, { slug, ...change });
      expect(await refused(cms.publishPost(editor, { slug }))).toMatchObject({ details: { extra: { problems: [problem, whole] } } });
      await cms.restoreRevision(editor, { slug, revision: 1 });
      await cms.publishPost(editor, { slug });
      expect((await cms.getPostEvidence(visitor, { slug })).signatures).toHaveLength(2);
    });

    it("is not given to a text that nobody approved, nor without a granted approval", async () => {
      const { id, slug } = await draftOfTask();
      const approval = await approvalOf(id);
      await cms.updatePost(editor, { slug, content: `${content} And money.` });
      expect(await cms.signDraft(agent, approval)).toBe(false);
      expect((await cms.getPostEvidence(editor, { slug })).signatures).toEqual([]);
      expect(await refused(cms.signDraft(agent, { ...approval, approvalId: uuidv7() }))).toMatchObject({ code: "forbidden" });
    });
  });
});
