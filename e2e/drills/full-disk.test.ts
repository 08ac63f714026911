import { rmSync } from "node:fs";
import { open, statfs } from "node:fs/promises";
import { join } from "node:path";
import { mountSmallDisk } from "@cofounder/testing";
import { freePort, startServer } from "@cofounder/testing/server";
import { assert, expect, it } from "vitest";
import { approve, signInAsOwner, startWriting, topics, untilEvent } from "./drill.ts";

const megabyte = 1024 * 1024;

/** Writes until no more than so much is free. */
async function fill(file: string, leftBytes: number): Promise<void> {
  const handle = await open(file, "a");
  const piece = Buffer.alloc(megabyte);
  try {
    for (;;) {
      const { bavail, bsize } = await statfs(file);
      const bytes = Math.min(bavail * bsize - leftBytes, megabyte);
      if (bytes <= 0) return;
      await handle.write(piece, 0, bytes);
    }
  } finally {
    await handle.close();
  }
}

const sentence = "on a full disk writing is refused, reading goes on, and with the space the task under way ends with one post";
const disk = mountSmallDisk(sentence, 600);

it.runIf(disk)(sentence, async () => {
  assert(disk);
  const filler = join(disk.folder, "filler");
  const server = await startServer({ port: await freePort(), dataDir: join(disk.folder, "data") });
  try {
    const client = await signInAsOwner(server.origin);
    const at = { server, client };
    const finish = async (taskId: string): Promise<string> => {
      const asked = await untilEvent(at, taskId, ({ type }) => type === "task.awaiting_approval");
      await approve(client, String(asked.data?.["approval_id"]));
      await untilEvent(at, taskId, ({ type }) => type === "task.completed");
      return (await client.content.getContentTask({ task_id: taskId })).result?.task_metadata.slug ?? "";
    };
    const health = async (): Promise<unknown> => (await fetch(`${server.origin}/api/health`)).json();
    /** What was answered with 201 must be there at the end, and nothing else. */
    const taken: string[] = [];
    const write = async (title: string): Promise<Response> => {
      const answer = await fetch(`${server.origin}/api/posts`, {
        method: "POST",
        headers: { authorization: `Bearer ${client.token()}`, "content-type": "application/json" },
        body: JSON.stringify({ title, content: "A text written by hand." }),
      });
      if (answer.status === 201) taken.push(((await answer.clone().json()) as { data: { slug: string } }).data.slug);
      return answer;
    };

    const readable = await finish(await startWriting(client, topics[0]));
    expect(await health()).toMatchObject({ status: "healthy" });
    const underWay = await startWriting(client, topics[4]);
    await untilEvent(at, underWay, ({ type }) => type === "task.step_completed");

    await fill(filler, 12 * megabyte);
    await expect.poll(async () => (await write("Refused")).status, { timeout: 10_000 }).toBe(503);
    await fill(filler, 0);
    const refused = await write("Refused");
    expect(refused.headers.get("content-type")).toContain("application/problem+json");
    expect(await refused.json()).toMatchObject({
      status: 503,
      code: "unavailable",
      detail: "The disk is full: nothing can be written until there is space.",
    });
    await expect.poll(health, { timeout: 10_000 }).toMatchObject({ status: "degraded", components: { database: "healthy", storage: "unhealthy" } });
    expect((await client.cms.listPosts({})).data.map(({ slug }) => slug)).toEqual([readable]);
    for (const path of ["/", `/posts/${readable}`, `/api/posts/${readable}`]) expect((await fetch(`${server.origin}${path}`)).status, path).toBe(200);

    rmSync(filler);
    await expect.poll(async () => (await write("Taken")).status, { timeout: 10_000 }).toBe(201);
    const finished = await finish(underWay);
    expect((await client.cms.listPosts({ published_only: "false" })).data.map(({ slug, status }) => `${status} ${slug}`).toSorted()).toEqual(
      [...taken.map((slug) => `draft ${slug}`), `published ${readable}`, `published ${finished}`].toSorted(),
    );
    await expect.poll(health, { timeout: 10_000 }).toMatchObject({ status: "healthy" });
    expect(await server.stop()).toBe(0);
  } finally {
    if (!server.hasExited()) await server.kill();
  }
});
