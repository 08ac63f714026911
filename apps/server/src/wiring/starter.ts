import { createLoop, type Loop } from "@cofounder/database";
import { isAppError } from "@cofounder/kernel";
import type { Engine } from "../adapters/engine.ts";
import type { Tasks } from "../modules/tasks/index.ts";
import { systemCtx } from "./journal.ts";

export interface StarterParts {
  tasks: Pick<Tasks, "findToStart" | "failTask">;
  engine: Pick<Engine, "start" | "freePlaces" | "onFreePlace" | "runningHere">;
  /** The registered name of the workflow of a kind of task. */
  workflowOf: (kind: string) => string;
  report: (error: unknown) => void;
}

/**
 * Starts tasks that wait, the oldest first, as many as there are places. Woken when a task is queued or started anywhere
 * and when a place becomes free. Replicas may reach for the same task: the engine lets one of them have it.
 */
export function createStarter({ tasks, engine, workflowOf, report }: StarterParts): Loop {
  const ctx = systemCtx("starter");

  /** A task that nobody knows how to do fails, so that it keeps no place from the others. */
  async function start({ id, kind, input }: Awaited<ReturnType<typeof tasks.findToStart>>[number]): Promise<void> {
    try {
      await engine.start(workflowOf(kind), id, input);
    } catch (error) {
      if (!isAppError(error, "bug")) throw error;
      report(error);
      await tasks.failTask(ctx, { taskId: id, code: error.code, message: error.message });
    }
  }

  const starter = createLoop({
    retryMs: 1000,
    report,
    async run() {
      const places = engine.freePlaces();
      if (places === 0) return { again: false, dueInMs: null };
      const here = new Set(engine.runningHere());
      const waiting = await tasks.findToStart(ctx, { limit: places + here.size });
      const next = waiting.filter((task) => !here.has(task.id)).slice(0, places);
      for (const task of next) await start(task);
      return { again: false, dueInMs: null };
    },
  });
  engine.onFreePlace(starter.wake);
  return starter;
}
