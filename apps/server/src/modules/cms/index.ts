import { bind } from "@cofounder/kernel";
import type { CmsDeps } from "./deps.ts";
import { applyEdit } from "./drafts/apply-edit.ts";
import { createDraftPost } from "./drafts/create-draft-post.ts";
import { findSimilarTitles } from "./drafts/find-similar-titles.ts";
import { archivePost, deletePost } from "./posts/archive-post.ts";
import { createPost } from "./posts/create-post.ts";
import { countPosts, findTaskOfPost, getPost, listPosts } from "./posts/read-posts.ts";
import { updatePost } from "./posts/update-post.ts";
import { publishPost } from "./publishing/publish-post.ts";
import { getPostEvidence } from "./publishing/read-evidence.ts";
import { releasePost } from "./publishing/release-post.ts";
import { signDraft } from "./publishing/sign-draft.ts";
import { unpublishPost } from "./publishing/unpublish-post.ts";
import { listRevisions } from "./revisions/read-revisions.ts";
import { restoreRevision } from "./revisions/restore-revision.ts";
import { getCategory, getTag, listCategories, listTags } from "./taxonomy/read-taxonomy.ts";

export function createCms(deps: CmsDeps) {
  return bind(deps, {
    listPosts,
    getPost,
    createPost,
    updatePost,
    deletePost,
    publishPost,
    unpublishPost,
    listRevisions,
    restoreRevision,
    getPostEvidence,
    listCategories,
    getCategory,
    listTags,
    getTag,
    createDraftPost,
    applyEdit,
    signDraft,
    releasePost,
    archivePost,
    findSimilarTitles,
    findTaskOfPost,
    countPosts,
  });
}

export type Cms = ReturnType<typeof createCms>;
export type { CmsDeps } from "./deps.ts";
