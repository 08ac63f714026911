import type { InputOf, StreamPart, tasksContract, TaskState } from "@cofounder/contracts";
import { allow, type Ctx } from "@cofounder/kernel";
import type { z } from "zod";
import type { TasksDeps } from "../deps.ts";
import { requireTask } from "./read-tasks.ts";
import { olderNames } from "./task.ts";

type Part = z.output<typeof tasksContract.streamTask.response>;

/** States in which a task writes nothing more for now. */
const quiet = new Set<string>(["awaiting_approval", "paused", "completed", "failed", "cancelled"]);

/**
 * The text of a draft while it is written, then `done`. A digest is composed at once, so its stream says only when the
 * task has come to rest.
 */
export async function* streamTask(
  deps: Pick<TasksDeps, "sql" | "onEvents">,
  ctx: Ctx,
  input: InputOf<typeof tasksContract.streamTask>,
): AsyncGenerator<StreamPart<Part>> {
  allow(ctx, "tasks.read");
  let wake: () => void = () => undefined;
  const stopListening = await deps.onEvents(() => wake());
  ctx.signal?.addEventListener("abort", () => wake(), { once: true });
  try {
    while (ctx.signal?.aborted !== true) {
      const woken = new Promise<void>((resolve) => (wake = resolve));
      const row = await requireTask(deps, input.task_id);
      if (quiet.has(row.state)) {
        yield { data: { type: "done", status: olderNames[row.state as TaskState] } };
        return;
      }
      await woken;
    }
  } finally {
    stopListening();
  }
}
