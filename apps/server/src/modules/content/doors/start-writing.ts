import { type contentContract, type InputOf, type ResponseOf, type SourceInput } from "@cofounder/contracts";
import { allow, AppError, type Ctx, invalid } from "@cofounder/kernel";
import type { ContentDeps } from "../deps.ts";

type Starting = Pick<ContentDeps, "keepSources" | "startTask">;

const kind = "write_post";
const mostSourceBytes = 20_000_000;

/** Nothing is written without something to write from. */
function requireSources(sources: SourceInput[] | undefined): SourceInput[] {
  if (sources === undefined)
    throw invalid(["body", "sources"], "give at least one source: no search provider is set up and the memory is empty", "missing");
  const bytes = sources.reduce((sum, source) => sum + Buffer.byteLength(source.text ?? ""), 0);
  if (bytes > mostSourceBytes) throw new AppError("too_large", "The sources together are over 20 MB.");
  return sources;
}

const millionth = 1_000_000;

export async function createContentTask(
  deps: Starting,
  ctx: Ctx,
  input: InputOf<typeof contentContract.createContentTask>,
): Promise<ResponseOf<typeof contentContract.createContentTask>> {
  allow(ctx, "content.write");
  if (input.task_type !== "blog_post") throw invalid(["body", "task_type"], "only blog_post can be written in this version", "enum");
  const sourceIds = await deps.keepSources(ctx, requireSources(input.sources));
  const [category, ...otherCategories] = input.categories ?? [];
  const task = await deps.startTask(ctx, {
    kind,
    name: input.topic,
    topic: input.topic,
    agentId: "content",
    category: category ?? "general",
    ...(input.audience === undefined ? {} : { targetAudience: input.audience }),
    ...(input.keywords?.[0] === undefined ? {} : { primaryKeyword: input.keywords[0] }),
    input: {
      topic: input.topic,
      audience: input.audience ?? null,
      keywords: input.keywords ?? [],
      style: input.style,
      tone: input.tone,
      targetLength: input.target_length,
      category: category ?? null,
      tags: [...(input.tags ?? []), ...otherCategories].slice(0, 10),
      publishMode: input.publish_mode,
      sourceIds,
      generateImage: input.generate_featured_image,
      localOnly: input.local_only ?? false,
      budgetMicros: input.budget_usd === undefined ? null : Math.ceil(input.budget_usd * millionth),
    },
  });
  return {
    task_id: task.id,
    task_type: input.task_type,
    status: "pending",
    topic: input.topic,
    created_at: task.createdAt,
    polling_url: `/api/content/tasks/${task.id}`,
  };
}

/** The same order in the words of the task list. */
export async function createTask(
  deps: Starting,
  ctx: Ctx,
  input: InputOf<typeof contentContract.createTask>,
): Promise<ResponseOf<typeof contentContract.createTask>> {
  allow(ctx, "content.write");
  const sourceIds = await deps.keepSources(ctx, requireSources(input.sources));
  const task = await deps.startTask(ctx, {
    kind,
    name: input.task_name,
    topic: input.topic,
    agentId: "content",
    category: input.category,
    primaryKeyword: input.primary_keyword,
    targetAudience: input.target_audience,
    metadata: input.metadata ?? {},
    input: {
      topic: input.topic,
      audience: input.target_audience === "" ? null : input.target_audience,
      keywords: input.primary_keyword === "" ? [] : [input.primary_keyword],
      style: "technical",
      tone: "professional",
      targetLength: 1500,
      category: input.category === "general" ? null : input.category,
      tags: [],
      publishMode: input.publish_mode,
      sourceIds,
      generateImage: false,
      localOnly: false,
      budgetMicros: input.budget_usd === undefined ? null : Math.ceil(input.budget_usd * millionth),
    },
  });
  return { id: task.id, status: "pending", created_at: task.createdAt, message: "The task waits to be started." };
}
