import type { CheckReport, contentContract, InputOf } from "@cofounder/contracts";
import { allow, type Ctx } from "@cofounder/kernel";
import type { ContentDeps } from "./deps.ts";
import { requireDraft } from "./drafts/make-draft.ts";

/** Checks any text against given sources, or against those of a task. A source without an id is named by its index. */
export async function checkContent(deps: ContentDeps, ctx: Ctx, input: InputOf<typeof contentContract.checkContent>): Promise<CheckReport> {
  allow(ctx, "tasks.read");
  const given = (input.sources ?? []).map(({ id, title, url, text }, index) => ({
    id: id ?? String(index),
    text,
    ...(title === undefined ? {} : { title }),
    ...(url === undefined ? {} : { url }),
  }));
  const ofTask = input.task_id === undefined ? [] : await textsOfTask(deps, ctx, input.task_id);
  return deps.check({ text: input.text, sources: [...given, ...ofTask], ...(input.title === undefined ? {} : { title: input.title }) });
}

async function textsOfTask(deps: ContentDeps, ctx: Ctx, taskId: string) {
  await deps.findTask(ctx, taskId);
  const draft = await requireDraft(deps, taskId);
  const read = draft.sources.filter((source) => source.status === "read").map((source) => source.source_id);
  const texts = await deps.readTexts(ctx, read);
  return texts.map(({ id, title, url, text }) => ({ id, title, text, ...(url === null ? {} : { url }) }));
}
