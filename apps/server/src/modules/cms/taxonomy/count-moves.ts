import type { Post } from "@cofounder/contracts";

type Status = Post["status"];

/** What the counters know of a post. */
export interface Counted {
  status: Status;
  categoryId: string | null;
  tagIds: readonly string[];
}

export interface TaxonomyMove {
  id: string;
  published: number;
  drafts: number;
}

export interface CountMoves {
  statuses: { status: Status; posts: number }[];
  categories: TaxonomyMove[];
  tags: TaxonomyMove[];
}

function taxonomyMoves(
  before: readonly string[],
  after: readonly string[],
  states: { before?: Status | undefined; after?: Status | undefined },
): TaxonomyMove[] {
  const moves = new Map<string, TaxonomyMove>();
  const add = (ids: readonly string[], status: Status | undefined, by: 1 | -1): void => {
    if (status === undefined || status === "archived") return;
    for (const id of ids) {
      const move = moves.get(id) ?? { id, published: 0, drafts: 0 };
      if (status === "published") move.published += by;
      else move.drafts += by;
      moves.set(id, move);
    }
  };
  add(before, states.before, -1);
  add(after, states.after, 1);
  return [...moves.values()].filter((move) => move.published !== 0 || move.drafts !== 0).toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

/** What a write adds to the counters, given the post before and after; sorted, so that two writes lock rows in one order. */
export function countMoves(before: Counted | null, after: Counted): CountMoves {
  const states = { before: before?.status, after: after.status };
  const category = (post: Counted | null): string[] => (post?.categoryId === null || post === null ? [] : [post.categoryId]);
  const statuses: CountMoves["statuses"] = [];
  if (before?.status !== after.status) {
    statuses.push({ status: after.status, posts: 1 });
    if (before !== null) statuses.push({ status: before.status, posts: -1 });
  }
  return {
    statuses: statuses.toSorted((a, b) => (a.status < b.status ? -1 : 1)),
    categories: taxonomyMoves(category(before), category(after), states),
    tags: taxonomyMoves(before?.tagIds ?? [], after.tagIds, states),
  };
}
