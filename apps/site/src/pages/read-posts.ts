import type { PostEvidence, PostInList } from "@cofounder/contracts";
import { notFound, statusOf } from "../failures.ts";
import type { SiteClient } from "../site-options.ts";

interface ListOptions {
  pageSize: number;
  category?: string;
  tag?: string;
  search?: string;
}

export interface ListedPage {
  posts: PostInList[];
  total: number;
  pageCount: number;
}

/** As far as the list can be asked to skip. */
const farthestSkip = 10_000;

/** One page of published posts, newest first, counted from 1; past the last page there is nothing to find. */
export async function listPage(client: SiteClient, number: number, { pageSize, ...filter }: ListOptions): Promise<ListedPage> {
  const skip = (number - 1) * pageSize;
  if (skip > farthestSkip) throw notFound();
  const { data, meta } = await client.listPosts({ skip, limit: pageSize, ...filter });
  if (data.length === 0 && number > 1) throw notFound();
  return { posts: data, total: meta.pagination.total, pageCount: Math.ceil(Math.min(meta.pagination.total, farthestSkip) / pageSize) };
}

/** The evidence of a post; undefined when none is kept. */
export async function findEvidence(client: SiteClient, slug: string): Promise<PostEvidence | undefined> {
  try {
    return await client.getPostEvidence({ slug });
  } catch (error) {
    if (statusOf(error) === 404) return undefined;
    throw error;
  }
}
