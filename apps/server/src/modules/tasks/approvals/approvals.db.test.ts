import type { ApprovalDocument, CheckReport } from "@cofounder/contracts";
import { ctxOf, eachDatabase, testClock } from "@cofounder/testing";
import { beforeEach, describe, expect, it } from "vitest";
import { type Ctx } from "@cofounder/kernel";
import { createTasks, type Tasks } from "../index.ts";

const checks: CheckReport = { claims: [], problems: [], rails: [], coverage: 1, quality: { score: 90, rubric: "1" } };
const blocking: CheckReport = { ...checks, problems: [{ rule: "coverage", severity: "blocking", start: 0, end: 4, message: "No evidence." }] };
const document: ApprovalDocument = {
  preview: { title: "Title", slug: "title", excerpt: "", content: "Text.", html: "<p>Text.</p>", category: null, tags: [] },
  evidence: [],
  checks,
};
const editor = ctxOf("editor");
const system: Ctx = { actor: { kind: "system", id: "test" }, permissions: new Set(), requestId: "test" };

eachDatabase((database) => {
  const clock = testClock();
  let tasks: Tasks;
  let rechecked: CheckReport = checks;

  beforeEach(() => {
    rechecked = checks;
    tasks = createTasks({
      sql: database().sql,
      transaction: database().transaction,
      clock,
      writeAlone: database().writeAlone,
      onEvents: () => Promise.resolve(() => undefined),
      recheck: () => Promise.resolve(rechecked),
      namesOf: (ids) => Promise.resolve(new Map(ids.map((id) => [id, "Ada"]))),
    });
  });

  async function ask(frozen: ApprovalDocument = document): Promise<{ taskId: string; approval_id: string }> {
    const task = await tasks.startTask(editor, { kind: "write_post", name: "n", topic: "t", agentId: "content", input: {} });
    await tasks.grantStep(system, { taskId: task.id, name: "decide", round: 1 });
    const about = { taskId: task.id, kind: "publish", subjectId: "post-1", title: "Title", costMicros: 0, document: frozen };
    const { id } = await tasks.openApproval({ ...editor, effectKey: `${task.id}/decide` }, about);
    expect(await tasks.openApproval({ ...editor, effectKey: `${task.id}/decide` }, about)).toEqual({ id });
    await tasks.awaitApproval(system, { taskId: task.id, approvalId: id });
    return { taskId: task.id, approval_id: id };
  }

  describe("an approval", () => {
    it("shows what was frozen and who decided, and allows its own subject only once it is settled", async () => {
      const { taskId, approval_id } = await ask();
      const decided = await tasks.decideApproval(editor, { approval_id, decision: "approve", note: "Good.", hold_seconds: 0 });
      expect(decided).toMatchObject({ status: "approved", preview: document.preview, decision: { by: "Ada", note: "Good.", edited: false } });
      expect(await tasks.isGranted(system, { approvalId: approval_id, subjectId: "post-1" })).toBe(false);
      expect(await tasks.settleDecision(system, { taskId, approvalId: approval_id })).toBe("approve");
      expect(await tasks.settleDecision(system, { taskId, approvalId: approval_id })).toBe("approve");
      expect(await tasks.isGranted(system, { approvalId: approval_id, subjectId: "post-1" })).toBe(true);
      expect(await tasks.isGranted(system, { approvalId: approval_id, subjectId: "post-2" })).toBe(false);
    });

    it("is not opened for a task that was cancelled meanwhile", async () => {
      const { id: taskId } = await tasks.startTask(editor, { kind: "write_post", name: "n", topic: "t", agentId: "content", input: {} });
      await tasks.grantStep(system, { taskId, name: "decide", round: 1 });
      await tasks.cancelTask(editor, { task_id: taskId });
      const about = { taskId, kind: "publish", subjectId: "post-1", title: "Title", costMicros: 0, document };
      await expect(tasks.openApproval({ ...editor, effectKey: `${taskId}/decide` }, about)).rejects.toMatchObject({ code: "conflict" });
      expect((await tasks.listApprovals(editor, { task_id: taskId, limit: 10 })).data).toEqual([]);
    });

    it("is decided once by many who decide at the same time", async () => {
      const { approval_id } = await ask();
      const tries = Array.from({ length: 8 }, (_, index) =>
        tasks.decideApproval(editor, { approval_id, decision: index % 2 === 0 ? "approve" : "reject", hold_seconds: 0 }),
      );
      const settled = await Promise.allSettled(tries);
      const statuses = new Set(settled.flatMap((result) => (result.status === "fulfilled" ? [result.value.status] : [])));
      expect(statuses.size).toBe(1);
      expect(settled.filter((result) => result.status === "rejected")).toHaveLength(4);
    });

    it("with blocking problems needs a reason for each", async () => {
      const { approval_id } = await ask({ ...document, checks: blocking });
      await expect(tasks.decideApproval(editor, { approval_id, decision: "approve", hold_seconds: 0 })).rejects.toMatchObject({
        code: "conflict",
        details: { extra: { problems: blocking.problems } },
      });
      expect((await tasks.getApproval(editor, { approval_id })).status).toBe("open");
      const overrides = [{ rule: "coverage", start: 0, end: 4, reason: "Measured by myself." }];
      expect(await tasks.decideApproval(editor, { approval_id, decision: "approve", overrides, hold_seconds: 0 })).toMatchObject({
        status: "approved",
      });
    });

    it("checks an edited text before it stores it", async () => {
      const { taskId, approval_id } = await ask();
      rechecked = blocking;
      const edited = { content: "Another text." };
      await expect(tasks.decideApproval(editor, { approval_id, decision: "approve", edited, hold_seconds: 0 })).rejects.toMatchObject({
        code: "conflict",
      });
      rechecked = checks;
      await tasks.decideApproval(editor, { approval_id, decision: "approve", edited, hold_seconds: 0 });
      await tasks.settleDecision(system, { taskId, approvalId: approval_id });
      expect(await tasks.getDecision(system, { approvalId: approval_id })).toMatchObject({
        text: { title: "Title", content: "Another text." },
        edited,
        recheck: checks,
        overrides: [],
      });
    });

    it("takes an edit with an approval only", async () => {
      const { approval_id } = await ask();
      await expect(tasks.decideApproval(editor, { approval_id, decision: "reject", edited: { title: "x" }, hold_seconds: 0 })).rejects.toMatchObject({
        code: "invalid",
      });
    });

    it("needs the permission to decide", async () => {
      const { approval_id } = await ask();
      await expect(tasks.decideApproval(ctxOf("viewer"), { approval_id, decision: "approve", hold_seconds: 0 })).rejects.toMatchObject({
        code: "forbidden",
      });
    });

    it("that nobody answers pauses its task after seven days, and is asked anew on resume", async () => {
      const { taskId, approval_id } = await ask();
      clock.advance(6 * 86_400_000);
      await tasks.expireApprovals(system, undefined);
      expect((await tasks.getTask(editor, { task_id: taskId })).status).toBe("awaiting_approval");
      clock.advance(2 * 86_400_000);
      await tasks.expireApprovals(system, undefined);
      expect((await tasks.getTask(editor, { task_id: taskId })).status).toBe("paused");
      expect((await tasks.getApproval(editor, { approval_id })).status).toBe("expired");
      await expect(tasks.decideApproval(editor, { approval_id, decision: "approve", hold_seconds: 0 })).rejects.toMatchObject({ code: "conflict" });
      await tasks.resumeTask(editor, { task_id: taskId });
      const reopened = await tasks.getApproval(editor, { approval_id });
      expect(reopened.status).toBe("open");
      expect(new Date(reopened.expires_at).getTime()).toBe(clock.now().getTime() + 7 * 86_400_000);
      expect((await tasks.getTask(editor, { task_id: taskId })).status).toBe("awaiting_approval");
    });

    it("of a paused task takes no decision until it is resumed", async () => {
      const { taskId, approval_id } = await ask();
      await tasks.pauseTask(editor, { task_id: taskId });
      await expect(tasks.decideApproval(editor, { approval_id, decision: "approve", hold_seconds: 0 })).rejects.toMatchObject({
        code: "conflict",
        details: { allowed: ["resume", "cancel"] },
      });
    });
  });

  it("lists approvals page by page, newest first", async () => {
    const first = await tasks.listApprovals(editor, { limit: 2 });
    expect(first.data).toHaveLength(2);
    const second = await tasks.listApprovals(editor, { limit: 2, cursor: first.next_cursor ?? "" });
    const ids = [...first.data, ...second.data].map((row) => row.id);
    expect(ids).toEqual(ids.toSorted().toReversed());
    await expect(tasks.listApprovals(editor, { limit: 2, cursor: "nonsense" })).rejects.toMatchObject({ code: "invalid" });
  });
});
