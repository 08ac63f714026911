import { describe, expect, it } from "vitest";
import { type Counted, countMoves } from "./count-moves.ts";

const draft: Counted = { status: "draft", categoryId: "c1", tagIds: ["t2", "t1"] };
const published: Counted = { ...draft, status: "published" };

describe("the counters", () => {
  it("count a new draft in its state, category and tags, in the order of their ids", () => {
    expect(countMoves(null, draft)).toEqual({
      statuses: [{ status: "draft", posts: 1 }],
      categories: [{ id: "c1", published: 0, drafts: 1 }],
      tags: [
        { id: "t1", published: 0, drafts: 1 },
        { id: "t2", published: 0, drafts: 1 },
      ],
    });
  });

  it("move a post that is published from the drafts to the published", () => {
    expect(countMoves(draft, published)).toEqual({
      statuses: [
        { status: "draft", posts: -1 },
        { status: "published", posts: 1 },
      ],
      categories: [{ id: "c1", published: 1, drafts: -1 }],
      tags: [
        { id: "t1", published: 1, drafts: -1 },
        { id: "t2", published: 1, drafts: -1 },
      ],
    });
  });

  it("follow a published post from one category and tag to another", () => {
    expect(countMoves(published, { ...published, categoryId: "c2", tagIds: ["t1", "t3"] })).toEqual({
      statuses: [],
      categories: [
        { id: "c1", published: -1, drafts: 0 },
        { id: "c2", published: 1, drafts: 0 },
      ],
      tags: [
        { id: "t2", published: -1, drafts: 0 },
        { id: "t3", published: 1, drafts: 0 },
      ],
    });
  });

  it("forget an archived post in its category and tags", () => {
    expect(countMoves(published, { ...published, status: "archived" }).categories).toEqual([{ id: "c1", published: -1, drafts: 0 }]);
    expect(countMoves({ ...draft, status: "archived" }, draft).tags).toHaveLength(2);
  });

  it("do not move for a post that stays where it is", () => {
    expect(countMoves(published, { ...published })).toEqual({ statuses: [], categories: [], tags: [] });
    expect(countMoves(null, { status: "draft", categoryId: null, tagIds: [] })).toEqual({
      statuses: [{ status: "draft", posts: 1 }],
      categories: [],
      tags: [],
    });
  });
});
