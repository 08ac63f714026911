import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { liveEvents, type ServerClient, type RunningServer } from "@cofounder/testing/server";

const samples = fileURLToPath(new URL("../samples/sources/", import.meta.url));

/** A few of the samples are enough to write from. */
const documents = ["01-where-the-energy-goes.md", "02-oven-warm-up.md", "04-night-rate-case.md"];

export function sampleSources(): { text: string; format: "markdown" }[] {
  return documents.map((name) => ({ text: readFileSync(join(samples, name), "utf8"), format: "markdown" }));
}

/** Topics that are about different things: a second task on the same one would be refused. */
export const topics = [
  "How small bakeries cut the energy use of their ovens",
  "What a timer on a deck oven saves",
  "Night rates and the start plan of a bakehouse",
  "Where electricity goes in bread making",
  "Refrigeration costs after closing time",
  "Peak demand on the morning shift",
  "Metering mixers, coolers and lights",
  "Warm-up hours measured",
] as const;

/** Follows a task's events from the start until one is wanted; a task that fails is not waited for. */
export async function untilEvent(
  { server, client }: { server: RunningServer; client: ServerClient },
  taskId: string,
  isWanted: (event: { type: string; data: Record<string, unknown> | null }) => boolean,
) {
  const stop = new AbortController();
  try {
    for await (const event of liveEvents(server.origin, client.token(), { afterSeq: 0, signal: stop.signal })) {
      if (event.task_id !== taskId) continue;
      if (isWanted(event)) return event;
      if (event.type === "task.failed") throw new Error(`The task failed: ${JSON.stringify(event.data)}`);
    }
  } finally {
    stop.abort();
  }
  throw new Error(`The stream ended before the wanted event.\n${server.output()}`);
}

export async function startWriting(client: ServerClient, topic: string = topics[0]): Promise<string> {
  const task = await client.content.createContentTask({ topic, sources: sampleSources(), target_length: 400, publish_mode: "publish" });
  return task.task_id;
}

/** Approves what the task asks, signing for whatever blocks. */
export async function approve(client: ServerClient, approvalId: string, { holdSeconds = 0 } = {}): Promise<void> {
  const { checks } = await client.tasks.getApproval({ approval_id: approvalId });
  const blocking = checks.problems.filter((problem) => problem.severity === "blocking");
  const overrides = blocking.map(({ rule, start, end }) => ({ rule, start, end, reason: "Signed in a drill." }));
  await client.tasks.decideApproval({ approval_id: approvalId, decision: "approve", overrides, hold_seconds: holdSeconds });
}
