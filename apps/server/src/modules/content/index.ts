import { bind } from "@cofounder/kernel";
import { checkContent } from "./check-content.ts";
import { checkPost } from "./check-post.ts";
import type { ContentDeps } from "./deps.ts";
import { approveContentTask, deleteContentTask, getContentTask, listContentTasks } from "./doors/content-tasks.ts";
import { createContentTask, createTask } from "./doors/start-writing.ts";
import { evidenceOfEdit, findPostOfTask, getFinishedDraft, notePost, recheckDraft, reviseDraft } from "./drafts/finish-draft.ts";
import { checkDraft, composeDraft, gatherEvidence, outlineDraft, writeBrief } from "./drafts/make-draft.ts";

export function createContent(deps: ContentDeps) {
  return bind(deps, {
    createContentTask,
    createTask,
    getContentTask,
    listContentTasks,
    deleteContentTask,
    approveContentTask,
    checkContent,
    checkPost,
    writeBrief,
    gatherEvidence,
    outlineDraft,
    composeDraft,
    checkDraft,
    reviseDraft,
    getFinishedDraft,
    findPostOfTask,
    notePost,
    recheckDraft,
    evidenceOfEdit,
  });
}

export type Content = ReturnType<typeof createContent>;
export type { ContentDeps, WritingTask } from "./deps.ts";
