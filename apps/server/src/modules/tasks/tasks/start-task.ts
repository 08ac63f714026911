import { announcementValues, effectOf, once, type Writer } from "@cofounder/database";
import { allow, type Ctx, uuidv7 } from "@cofounder/kernel";
import type { TasksDeps } from "../deps.ts";
import { insertTask } from "./tasks.queries.ts";

export interface StartTask {
  kind: string;
  name: string;
  topic: string;
  agentId: string;
  /** What the workflow gets; small, ids instead of texts. */
  input: Record<string, unknown>;
  primaryKeyword?: string;
  targetAudience?: string;
  category?: string;
  metadata?: Record<string, unknown>;
}

export interface StartedTask {
  id: string;
  createdAt: string;
}

/** Writes the task and the fact that it waits; whoever hears of it starts the workflow under the task's id. */
export async function startTask(deps: Pick<TasksDeps, "transaction" | "writeAlone">, ctx: Ctx, input: StartTask): Promise<StartedTask> {
  allow(ctx, "tasks.write");
  const task = {
    id: uuidv7(),
    kind: input.kind,
    name: input.name,
    topic: input.topic,
    agentId: input.agentId,
    input: input.input,
    primaryKeyword: input.primaryKeyword ?? null,
    targetAudience: input.targetAudience ?? null,
    category: input.category ?? "general",
    metadata: input.metadata ?? {},
    createdBy: ctx.actor.id,
  };
  const told = { type: "task.queued", subjectId: task.id, data: { kind: task.kind, topic: task.topic } } as const;
  const write = async (db: Writer): Promise<StartedTask> => {
    const createdAt = await insertTask(db, task, announcementValues(db, { ...ctx, taskId: task.id }, told));
    return { id: task.id, createdAt: createdAt.toISOString() };
  };
  if (ctx.effectKey === undefined) return deps.writeAlone(write);
  return deps.transaction((tx) => once(tx, effectOf(ctx, "task"), () => write(tx)));
}
