import { expect, it } from "vitest";
import { approve, onBothDatabases, signInAsOwner, startWriting, topics, untilEvent } from "./drill.ts";

const before = ["brief", "research", "outline", "draft", "check", "revise", "finish", "decide"];
const after = ["publish", "learn"];

onBothDatabases((place) => {
  it("a task killed after every one of its steps ends once, with one post and one approval", async () => {
    let server = await place().start();
    let client = await signInAsOwner(server.origin);
    const taskId = await startWriting(client);

    for (const step of before) {
      await untilEvent({ server, client }, taskId, ({ type, data }) => type === "task.step_completed" && data?.["step"] === step);
      await server.kill();
      server = await place().start();
      client = await signInAsOwner(server.origin);
    }
    const asked = await untilEvent({ server, client }, taskId, ({ type }) => type === "task.awaiting_approval");
    await approve(client, String(asked.data?.["approval_id"]));
    for (const step of after) {
      await untilEvent({ server, client }, taskId, ({ type, data }) => type === "task.step_completed" && data?.["step"] === step);
      await server.kill();
      server = await place().start();
      client = await signInAsOwner(server.origin);
    }

    await untilEvent({ server, client }, taskId, ({ type }) => type === "task.completed");
    const task = await client.content.getContentTask({ task_id: taskId });
    expect(task.status).toBe("published");
    const { data: posts } = await client.cms.listPosts({ published_only: "false" });
    expect(posts.map((post) => post.status)).toEqual(["published"]);
    const { data: approvals } = await client.tasks.listApprovals({ task_id: taskId });
    expect(approvals.map((approval) => approval.status)).toEqual(["approved"]);
    const { data: steps } = await client.tasks.listTaskSteps({ task_id: taskId });
    expect(steps.map((step) => [step.name, step.status])).toEqual([...before, ...after].map((name) => [name, "completed"]));
    const page = await fetch(`${server.origin}/posts/${task.result?.task_metadata.slug ?? ""}`);
    expect(page.status).toBe(200);
    expect(await page.text()).toContain(topics[0]);
    expect(await server.stop()).toBe(0);
  });
});
