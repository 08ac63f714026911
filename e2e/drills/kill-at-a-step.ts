import { expect, it } from "vitest";
import { sampleSources } from "../writing.ts";
import { approve, eventsOf, onBothDatabases, signInAsOwner, startWriting, topics, untilEvent } from "./drill.ts";

const before = ["brief", "research", "outline", "draft", "check", "revise", "finish", "decide"];
const after = ["publish", "learn"];
const steps = [...before, ...after];

/** Everything else that happens in a task is its steps' own record, where each try is told. */
const onceEach = [
  "task.queued",
  "task.started",
  ...sampleSources().map(() => "source.read"),
  "post.created",
  "approval.opened",
  "task.awaiting_approval",
  "approval.decided",
  "post.published",
  "task.completed",
];
const toldAtEachTry = new Set(["task.step_started", "task.step_completed", "draft.checked"]);

/** One try, and one more for each kill that may have fallen into it: the one at the step before, and its own. */
const mostTries = 3;

/** Kills the server at every step of a task, when the step begins or when it has ended, and looks at what became of the task. */
export function drillKills(moment: "task.step_started" | "task.step_completed"): void {
  onBothDatabases((place) => {
    it("a task ends once: one post, one revision, one approval, and every effect told once", async () => {
      let server = await place().start();
      let client = await signInAsOwner(server.origin);
      const taskId = await startWriting(client);
      const killAt = async (step: string): Promise<void> => {
        await untilEvent({ server, client }, taskId, ({ type, data }) => type === moment && data?.["step"] === step);
        await server.kill();
        server = await place().start();
        client = await signInAsOwner(server.origin);
      };

      for (const step of before) await killAt(step);
      const asked = await untilEvent({ server, client }, taskId, ({ type }) => type === "task.awaiting_approval");
      await approve(client, String(asked.data?.["approval_id"]));
      for (const step of after) await killAt(step);
      await untilEvent({ server, client }, taskId, ({ type }) => type === "task.completed");

      const events = await eventsOf(client, taskId);
      expect(events.map(({ type }) => type).filter((type) => !toldAtEachTry.has(type))).toEqual(onceEach);
      expect(new Set(events.filter(({ type }) => type === "source.read").map(({ subject }) => subject.id)).size).toBe(sampleSources().length);
      const subjectOf = (type: string) => events.find((event) => event.type === type)?.subject.id;

      const task = await client.content.getContentTask({ task_id: taskId });
      expect(task.status).toBe("published");
      const { data: posts } = await client.cms.listPosts({ published_only: "false" });
      expect(posts.map(({ id, status }) => [id, status])).toEqual([[subjectOf("post.created"), "published"]]);
      expect(task.result?.task_metadata.post_id).toBe(subjectOf("post.published"));
      const slug = task.result?.task_metadata.slug ?? "";
      const { data: revisions } = await client.cms.listRevisions({ slug });
      expect(revisions.map(({ revision, reason }) => [revision, reason])).toEqual([[1, "written"]]);
      const { data: approvals } = await client.tasks.listApprovals({ task_id: taskId });
      expect(approvals.map(({ id, status }) => [id, status])).toEqual([[subjectOf("approval.opened"), "approved"]]);

      const { data: recorded } = await client.tasks.listTaskSteps({ task_id: taskId });
      expect(recorded.map(({ name, status }) => [name, status])).toEqual(steps.map((name) => [name, "completed"]));
      for (const { name, attempts } of recorded) {
        const tries = events.filter(({ type, data }) => type === "task.step_started" && data?.["step"] === name).map(({ data }) => data?.["attempt"]);
        expect(tries, name).toEqual(Array.from({ length: attempts }, (_, index) => index + 1));
        expect(attempts, name).toBeLessThanOrEqual(mostTries);
      }

      const page = await fetch(`${server.origin}/posts/${slug}`);
      expect(page.status).toBe(200);
      expect(await page.text()).toContain(topics[0]);
      expect(await server.stop()).toBe(0);
    });
  });
}
