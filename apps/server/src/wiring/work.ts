import { createAppender, createDispatcher, createLoop, type Database, type Loop } from "@cofounder/database";
import { type Clock, permissions } from "@cofounder/kernel";
import type { Logger } from "pino";
import type { Engine } from "../adapters/engine.ts";
import type { TextWork } from "../adapters/text-work.ts";
import type { ResponseCache } from "../http/responses.ts";
import { writePost, writePostSteps } from "../workflows/write-post.ts";
import type { EventFeed } from "./feed/event-feed.ts";
import { startFailover } from "./failover.ts";
import { systemCtx } from "./journal.ts";
import type { Modules } from "./modules.ts";
import { purgeFor } from "./feed/purges.ts";
import { reactions, type Reactors } from "./reactions.ts";
import { createStarter } from "./starter.ts";
import { writePostParts } from "./workflows.ts";

export interface WorkParts {
  database: Database;
  modules: Modules;
  engine: Engine;
  texts: Pick<TextWork, "render">;
  feed: EventFeed;
  idempotency: { prune(): Promise<void> };
  responses: ResponseCache;
  replica: string;
  clock: Clock;
  log: Logger;
  report: (error: unknown) => void;
}

export interface Running {
  stop(): Promise<void>;
}

/** The registered names of workflows by the kind of task; a name is kept until no task runs on it. */
const workflowNames: Record<string, string> = { write_post: "write_post@1" };

function reactorsOf({ modules, engine }: WorkParts): Reactors {
  const { tasks, cms, content } = modules;
  const reader = { ...systemCtx("reactions"), permissions: new Set(permissions) };
  return {
    wakeTask: engine.decide,
    cancelTask: engine.halt,
    async archiveDraft(taskId) {
      const postId = await content.findPostOfTask(reader, { taskId });
      if (postId === null) return;
      const { data: post } = await cms.getPost(reader, { slug: postId });
      if (post.status === "draft") await cms.archivePost(reader, { postId });
    },
    haltTask: engine.halt,
    resumeTask: engine.resume,
    rewindTask: engine.rewind,
    async notePublished(postId) {
      const taskId = await cms.findTaskOfPost(reader, { postId });
      if (taskId !== null) await tasks.notePublished(reader, { taskId });
    },
  };
}

/** What each replica does with each event as it hears of it: purge what is stale, start what waits, abort what was cancelled. */
function follow({ feed, engine, responses, report }: WorkParts, { starter, signal }: { starter: Loop; signal: AbortSignal }): Promise<void> {
  const run = async (): Promise<void> => {
    for await (const item of feed.subscribe({ permissions: new Set(permissions), signal })) {
      if ("reset" in item) {
        responses.purge();
        starter.wake();
        continue;
      }
      purgeFor(item.event, responses);
      if (item.event.type === "task.queued" || item.event.type === "task.started") starter.wake();
      if (item.event.type === "task.cancelled") engine.abort([item.event.subject.id]);
    }
  };
  const keepOn = async (): Promise<void> => {
    while (!signal.aborted) {
      await run().catch((error: unknown) => {
        report(error);
        responses.purge();
      });
    }
  };
  return keepOn();
}

const hourMs = 3_600_000;

/** Loops that look after what time brings: questions that expire, sign-ins and kept answers that run out. */
function startHousekeeping({ modules, idempotency, clock, report }: WorkParts): Running {
  const expiry = createLoop({
    retryMs: 10_000,
    report,
    async run() {
      const next = await modules.tasks.expireApprovals(systemCtx("expiry"), undefined);
      return { again: false, dueInMs: next === null ? hourMs : next.getTime() - clock.now().getTime() };
    },
  });
  const sweeping = createLoop({
    retryMs: 60_000,
    report,
    async run() {
      await modules.auth.sweep(clock.now());
      await modules.memory.forgetOutlived({ ...systemCtx("housekeeping"), permissions: new Set(permissions) }, undefined);
      await idempotency.prune();
      return { again: false, dueInMs: hourMs };
    },
  });
  expiry.wake();
  sweeping.wake();
  return { stop: async () => void (await Promise.all([expiry.stop(), sweeping.stop()])) };
}

/** Starts everything that works by itself: engine, outbox, failover, housekeeping. Stops in the opposite order. */
export async function startWork(parts: WorkParts): Promise<Running> {
  const { database, modules, engine, texts, feed, log, report } = parts;
  const { sql, transaction } = database;
  const stopping = new AbortController();
  await Promise.all([modules.auth.start(), modules.ops.start(), feed.start()]);
  const starter = createStarter({ tasks: modules.tasks, engine, workflowOf: (kind) => workflowNames[kind] ?? kind, report });
  const following = follow(parts, { starter, signal: stopping.signal });

  engine.register(workflowNames["write_post"] ?? "", writePost(writePostParts({ ...modules, renderMarkdown: texts.render })), writePostSteps.length);
  await engine.launch();

  const reacting = reactions(reactorsOf(parts));
  const appender = createAppender({ transaction, reactiveTypes: Object.keys(reacting) as (keyof typeof reacting)[], report });
  const dispatcher = createDispatcher({
    sql,
    transaction,
    reactions: reacting,
    report: (error, event) => log.warn({ err: error, event: event?.type, subject: event?.subjectId }, "A reaction failed; it is tried again."),
  });
  const wake = (): void => {
    appender.wake();
    dispatcher.wake();
  };
  const unlisten = database.outbox.onGrowth(wake);
  wake();
  starter.wake();
  const failover =
    database.kind === "postgres"
      ? startFailover({
          database,
          engine,
          replica: parts.replica,
          report,
          onTakeOver(dead, tasks) {
            log.warn({ replica: dead, tasks }, "Took over the tasks of a silent replica.");
            wake();
            starter.wake();
          },
        })
      : undefined;
  const housekeeping = startHousekeeping(parts);

  return {
    async stop() {
      unlisten();
      await housekeeping.stop();
      await starter.stop();
      await dispatcher.stop();
      await failover?.stop();
      await engine.stop();
      await appender.stop();
      stopping.abort();
      feed.stop();
      modules.auth.stop();
      modules.ops.stop();
      await following;
    },
  };
}
