import { ctxOf } from "@cofounder/testing";
import { expect, it } from "vitest";
import { type WorkflowParts, writePostParts } from "./workflows.ts";

const piece = { taskId: "task", brief: { category: null, tags: [] } } as unknown as Parameters<ReturnType<typeof writePostParts>["finishDraft"]>[1];

/** Finishes a draft of a task in that state; answers which posts were archived. */
async function archivedAfter(held: { id: string; state: string }[]): Promise<string[]> {
  const archived: string[] = [];
  const parts = {
    content: { getFinishedDraft: async () => ({ title: "Title", sources: [] }), notePost: async () => undefined },
    cms: {
      createDraftPost: async () => ({ id: "post", slug: "title" }),
      archivePost: async (_ctx: unknown, { postId }: { postId: string }) => void archived.push(postId),
    },
    tasks: { findHeld: async () => held },
  } as unknown as WorkflowParts;
  expect((await writePostParts(parts).finishDraft(ctxOf("editor"), piece)).value).toEqual({ postId: "post", slug: "title" });
  return archived;
}

it("a draft that was finished for a task cancelled meanwhile is archived, and no other", async () => {
  expect(await archivedAfter([{ id: "task", state: "cancelled" }])).toEqual(["post"]);
  expect(await archivedAfter([{ id: "task", state: "paused" }])).toEqual([]);
  expect(await archivedAfter([])).toEqual([]);
});
