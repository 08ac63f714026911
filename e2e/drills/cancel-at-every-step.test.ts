import { setTimeout as sleep } from "node:timers/promises";
import { ProblemError } from "@cofounder/contracts";
import { expect, it } from "vitest";
import {
  approve,
  type At,
  cancelMs,
  eventsOf,
  leftOf,
  nothing,
  onBothDatabases,
  signInAsOwner,
  startWriting,
  topics,
  untilAsked,
  untilStep,
} from "./drill.ts";

const steps = ["brief", "research", "outline", "draft", "check", "revise", "finish", "decide"];

/** Public or not, a post is that everywhere; what is public was told once. */
async function expectWhole({ server, client }: At, taskId: string): Promise<void> {
  const events = await eventsOf(client, taskId);
  const slug = String(events.find(({ type }) => type === "post.created")?.data?.["slug"]);
  const isPublic = (await client.cms.listPosts({})).data.some((post) => post.slug === slug);
  const pages = await Promise.all([`/posts/${slug}`, `/api/posts/${slug}/evidence`].map((path) => fetch(`${server.origin}${path}`)));
  expect(pages.map(({ status }) => status)).toEqual(isPublic ? [200, 200] : [404, 404]);
  // An event stands in the trail a moment after its commit.
  const publications = async () => (await eventsOf(client, taskId)).filter(({ type }) => type === "post.published").length;
  if (isPublic) await expect.poll(publications, { timeout: cancelMs }).toBe(1);
}

/** The last steps are quick: a cancel that comes after them is refused. */
function ifEnded(error: unknown): { status: string } {
  if (error instanceof ProblemError && error.status === 409) return { status: "completed" };
  throw error;
}

onBothDatabases((place) => {
  it("a task cancelled at any step up to the decision stops there within 5 s and leaves nothing", async () => {
    const server = await place().start();
    const client = await signInAsOwner(server.origin);
    const at = { server, client };
    const cancelled: string[] = [];
    for (const [index, step] of steps.entries()) {
      const taskId = await startWriting(client, topics[index]);
      await untilStep(at, taskId, step);
      await client.tasks.cancelTask({ task_id: taskId });
      await expect.poll(() => leftOf(at, taskId), { timeout: cancelMs, message: step }).toEqual(nothing);
      cancelled.push(taskId);
    }
    for (const taskId of cancelled) {
      const types = (await eventsOf(client, taskId)).map(({ type }) => type);
      expect(types.slice(types.indexOf("task.cancelled"))).not.toContain("task.step_started");
      expect(await leftOf(at, taskId)).toEqual(nothing);
    }
    expect((await client.cms.listPosts({})).data).toEqual([]);
    expect(await server.stop()).toBe(0);
  });

  it("a task cancelled while its approval is held publishes nothing, then or when the hold ends", async () => {
    const server = await place().start();
    const client = await signInAsOwner(server.origin);
    const at = { server, client };
    const taskId = await startWriting(client);
    await approve(client, await untilAsked(at, taskId), { holdSeconds: 2 });
    await client.tasks.cancelTask({ task_id: taskId });
    await expect.poll(() => leftOf(at, taskId), { timeout: cancelMs }).toEqual(nothing);
    // The hold ends meanwhile.
    await sleep(3000);
    expect((await eventsOf(client, taskId)).map(({ type }) => type)).not.toContain("post.published");
    await expectWhole(at, taskId);
    expect(await leftOf(at, taskId)).toEqual(nothing);
    expect(await server.stop()).toBe(0);
  });

  it.each([
    ["publish", topics[0]],
    ["learn", topics[4]],
  ])("a task cancelled at %s, after the decision, leaves its post public or gone, and nothing between", async (step, topic) => {
    const server = await place().start();
    const client = await signInAsOwner(server.origin);
    const at = { server, client };
    const taskId = await startWriting(client, topic);
    await approve(client, await untilAsked(at, taskId));
    await untilStep(at, taskId, step);
    const { status } = await client.tasks.cancelTask({ task_id: taskId }).catch(ifEnded);
    await expect.poll(() => leftOf(at, taskId), { timeout: cancelMs }).toEqual({ ...nothing, status });
    await expectWhole(at, taskId);
    expect(await server.stop()).toBe(0);
  });
});
