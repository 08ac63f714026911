import type { Post } from "@cofounder/contracts";
import { allow, type Ctx } from "@cofounder/kernel";
import type { CmsDeps } from "../deps.ts";
import { findPostsByTitle } from "./similar-titles.queries.ts";
import { likeness, wordsOf } from "./likeness.ts";

export interface SimilarTitle {
  id: string;
  slug: string;
  title: string;
  status: Post["status"];
  /** 0–1: how many of the words of both are the same. */
  likeness: number;
}

const leastLikeness = 0.6;
const mostFound = 5;

/** Posts, public or in work, whose title says nearly what the topic says; the most alike first. */
export async function findSimilarTitles(deps: Pick<CmsDeps, "sql">, ctx: Ctx, input: { topic: string }): Promise<SimilarTitle[]> {
  allow(ctx, "cms.read_drafts");
  const words = wordsOf(input.topic);
  if (words.size === 0) return [];
  const candidates = await findPostsByTitle(deps.sql, { words: [...words], exceptTaskId: ctx.taskId });
  return candidates
    .map((candidate) => ({ ...candidate, likeness: likeness(words, wordsOf(candidate.title)) }))
    .filter((candidate) => candidate.likeness >= leastLikeness)
    .toSorted((a, b) => b.likeness - a.likeness)
    .slice(0, mostFound);
}
