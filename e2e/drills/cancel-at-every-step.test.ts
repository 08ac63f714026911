import { expect, it } from "vitest";
import { onBothDatabases, signInAsOwner, startWriting, topics, untilEvent } from "./drill.ts";

const steps = ["brief", "research", "outline", "draft", "check", "revise", "finish", "decide"];

onBothDatabases((place) => {
  it("a task cancelled at any step up to the decision stops there and publishes nothing", async () => {
    const server = await place().start();
    const client = await signInAsOwner(server.origin);
    for (const [index, step] of steps.entries()) {
      const taskId = await startWriting(client, topics[index]);
      await untilEvent({ server, client }, taskId, ({ type, data }) => type === "task.step_started" && data?.["step"] === step);
      await client.tasks.cancelTask({ task_id: taskId });
      await untilEvent({ server, client }, taskId, ({ type }) => type === "task.cancelled");
      const task = await client.tasks.getTask({ task_id: taskId });
      expect(task.status).toBe("cancelled");
      const later = (await client.tasks.listTaskEvents({ task_id: taskId, limit: 100 })).data;
      const cancelledAt = later.findIndex((event) => event.type === "task.cancelled");
      expect(later.slice(cancelledAt).filter((event) => event.type === "task.step_started")).toEqual([]);
      expect((await client.tasks.listApprovals({ task_id: taskId, status: "open" })).data).toEqual([]);
    }
    expect((await client.cms.listPosts({})).data).toEqual([]);
    expect(await server.stop()).toBe(0);
  });
});
