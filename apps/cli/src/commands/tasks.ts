import type { Task } from "@cofounder/contracts";
import { CliError, exitCodes } from "../exit.ts";
import { readSource } from "../sources.ts";
import { bar, table } from "../terminal.ts";
import { answer, type CommandContext } from "./command.ts";

export interface WriteOptions {
  source: string[];
  audience?: string;
  keyword: string[];
  style?: string;
  tone?: string;
  length?: string;
  category?: string;
  tag: string[];
  publish?: boolean;
  watch?: boolean;
}

function readLength(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const length = Number(text);
  if (!Number.isInteger(length)) throw new CliError(exitCodes.usage, "--length wants a whole number of words.");
  return length;
}

/** Asks for an article. */
export async function write(context: CommandContext, topic: string, options: WriteOptions): Promise<void> {
  const sources = await Promise.all(options.source.map(readSource));
  const length = readLength(options.length);
  const order = {
    topic,
    sources: sources.length === 0 ? undefined : sources,
    audience: options.audience,
    keywords: options.keyword.length === 0 ? undefined : options.keyword,
    style: options.style,
    tone: options.tone,
    target_length: length,
    categories: options.category === undefined ? undefined : [options.category],
    tags: options.tag.length === 0 ? undefined : options.tag,
    publish_mode: options.publish === true ? "publish" : "draft",
  };
  const given = Object.fromEntries(Object.entries(order).filter(([, value]) => value !== undefined));
  const task = await context.session.content.createContentTask(given as typeof given & { topic: string });
  answer(context, task, () => [`Task ${task.task_id} is ${task.status}.`, `Follow it with: cofounder task watch ${task.task_id}`]);
  if (options.watch === true) await watchTask(context, task.task_id);
}

export async function listTasks(context: CommandContext, options: { status?: string; limit?: string }): Promise<void> {
  const limit = options.limit === undefined ? 20 : Number(options.limit);
  const { tasks, total } = await context.session.tasks.listTasks({ limit, ...(options.status === undefined ? {} : { status: options.status }) });
  answer(context, { tasks, total }, () =>
    tasks.length === 0
      ? ['No tasks yet. Start one with: cofounder write "topic" --source FILE']
      : table([["ID", "STATUS", "DONE", "TOPIC"], ...tasks.map((task) => [task.id, task.status, `${task.progress.percent} %`, task.topic])]),
  );
}

const ended = new Set(["completed", "failed", "cancelled"]);
const resting = new Set([...ended, "awaiting_approval", "paused"]);

function endingLines(task: Task): string[] {
  switch (task.status) {
    case "awaiting_approval":
      return [`Waits for a decision: cofounder approve ${task.approval_id ?? task.id}`];
    case "failed":
      return [`Failed (${task.error?.code ?? "unknown"}): ${task.error?.message ?? ""}`];
    case "completed":
      return [`Done: ${task.outcome ?? "completed"}.`];
    default:
      return [`The task is ${task.status}.`];
  }
}

/** Follows a task on one live line until it rests: done, failed, paused or waiting for a person. */
export async function watchTask(context: CommandContext, taskId: string): Promise<void> {
  const { session, terminal, isJson } = context;
  const stop = new AbortController();
  const stream = await session.open("/api/events", stop.signal);
  try {
    let task = await session.tasks.getTask({ task_id: taskId });
    const show = (): void => {
      if (!isJson) terminal.progress(`${bar(task.progress.percent)}  ${task.progress.message}`);
    };
    show();
    if (!resting.has(task.status)) {
      for await (const _ of eventsAbout(stream, taskId)) {
        task = await session.tasks.getTask({ task_id: taskId });
        show();
        if (resting.has(task.status)) break;
      }
    }
    answer(context, task, () => endingLines(task));
    if (task.status === "failed") throw new CliError(exitCodes.failed, "The task failed.");
  } finally {
    stop.abort();
  }
}

/** Yields once for each event of the live stream that belongs to the task. */
async function* eventsAbout(stream: Response, taskId: string): AsyncGenerator<void> {
  const decoder = new TextDecoder();
  let text = "";
  for await (const chunk of (stream.body ?? []) as AsyncIterable<Uint8Array>) {
    text += decoder.decode(chunk, { stream: true });
    const parts = text.split("\n\n");
    text = parts.pop() ?? "";
    if (parts.some((part) => part.includes(`"task_id":"${taskId}"`))) yield;
  }
}

type Move = "cancelTask" | "pauseTask" | "resumeTask" | "retryTask";

export async function moveTask(context: CommandContext, taskId: string, move: Move): Promise<void> {
  const task = await context.session.tasks[move]({ task_id: taskId });
  answer(context, task, () => [`Task ${task.id} is ${task.status}.`]);
}
