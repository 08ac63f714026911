import type { cmsContract, InputOf, ResponseOf } from "@cofounder/contracts";
import { AppError, type Ctx, isAllowed } from "@cofounder/kernel";
import type { CmsDeps } from "../deps.ts";
import { isSlug } from "../slug.ts";
import { toCategory, toTag } from "./taxonomy-answer.ts";
import { findCategories, findCategory, findTag, findTags } from "./taxonomy.queries.ts";

type Reads = Pick<CmsDeps, "sql">;

/** A name that only drafts carry says what is being worked on: the public does not see it. */
const isPublicOnly = (ctx: Ctx): boolean => !isAllowed(ctx, "cms.read_drafts");

export async function listCategories(deps: Reads, ctx: Ctx, _input?: unknown): Promise<ResponseOf<typeof cmsContract.listCategories>> {
  const rows = await findCategories(deps.sql, { isPublicOnly: isPublicOnly(ctx) });
  return { data: rows.map(toCategory), meta: {} };
}

export async function listTags(deps: Reads, ctx: Ctx, _input?: unknown): Promise<ResponseOf<typeof cmsContract.listTags>> {
  const rows = await findTags(deps.sql, { isPublicOnly: isPublicOnly(ctx) });
  return { data: rows.map(toTag), meta: {} };
}

export async function getCategory(
  deps: Reads,
  ctx: Ctx,
  input: InputOf<typeof cmsContract.getCategory>,
): Promise<ResponseOf<typeof cmsContract.getCategory>> {
  const row = isSlug(input.slug) ? await findCategory(deps.sql, input.slug) : undefined;
  if (row === undefined || (row.publishedCount === 0 && isPublicOnly(ctx))) throw new AppError("not_found", "There is no such category.");
  return { data: toCategory(row), meta: {} };
}

export async function getTag(deps: Reads, ctx: Ctx, input: InputOf<typeof cmsContract.getTag>): Promise<ResponseOf<typeof cmsContract.getTag>> {
  const row = isSlug(input.slug) ? await findTag(deps.sql, input.slug) : undefined;
  if (row === undefined || (row.publishedCount === 0 && isPublicOnly(ctx))) throw new AppError("not_found", "There is no such tag.");
  return { data: toTag(row), meta: {} };
}
