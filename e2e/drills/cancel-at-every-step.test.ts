import { setTimeout as sleep } from "node:timers/promises";
import { ProblemError } from "@cofounder/contracts";
import type { RunningServer, ServerClient } from "@cofounder/testing/server";
import { expect, it } from "vitest";
import { approve, eventsOf, onBothDatabases, signInAsOwner, startWriting, topics, untilEvent } from "./drill.ts";

const steps = ["brief", "research", "outline", "draft", "check", "revise", "finish", "decide"];
/** What the product promises of a cancel. */
const cancelMs = 5000;

type At = { server: RunningServer; client: ServerClient };

async function untilStep(at: At, taskId: string, step: string): Promise<void> {
  await untilEvent(at, taskId, ({ type, data }) => type === "task.step_started" && data?.["step"] === step);
}

async function untilAsked(at: At, taskId: string): Promise<string> {
  const asked = await untilEvent(at, taskId, ({ type }) => type === "task.awaiting_approval");
  return String(asked.data?.["approval_id"]);
}

/** What there is of a task that was stopped: nothing works, nobody is asked, no draft lies about. */
async function leftOf({ client }: At, taskId: string) {
  const { data: recorded } = await client.tasks.listTaskSteps({ task_id: taskId });
  const { data: posts } = await client.cms.listPosts({ published_only: "false" });
  return {
    status: (await client.tasks.getTask({ task_id: taskId })).status,
    steps: recorded.filter(({ status }) => status === "running" || status === "waiting").map(({ name }) => name),
    questions: (await client.tasks.listApprovals({ task_id: taskId, status: "open" })).data,
    drafts: posts.filter(({ status }) => status === "draft").map(({ slug }) => slug),
  };
}

const nothing = { status: "cancelled", steps: [], questions: [], drafts: [] };

/** Public or not, a post is that everywhere; what is public was told once. */
async function expectWhole({ server, client }: At, taskId: string): Promise<void> {
  const events = await eventsOf(client, taskId);
  const slug = String(events.find(({ type }) => type === "post.created")?.data?.["slug"]);
  const isPublic = (await client.cms.listPosts({})).data.some((post) => post.slug === slug);
  const pages = await Promise.all([`/posts/${slug}`, `/api/posts/${slug}/evidence`].map((path) => fetch(`${server.origin}${path}`)));
  expect(pages.map(({ status }) => status)).toEqual(isPublic ? [200, 200] : [404, 404]);
  if (isPublic) expect(events.filter(({ type }) => type === "post.published")).toHaveLength(1);
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
