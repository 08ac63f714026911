import type { cmsContract, InputOf, PostEvidence } from "@cofounder/contracts";
import type { Ctx } from "@cofounder/kernel";
import type { CmsDeps } from "../deps.ts";
import { requireVisiblePost } from "../posts/read-posts.ts";
import { findEvidence, findPublishedEvidence } from "../revisions/revisions.queries.ts";
import { noEvidence } from "./clearance.ts";

/** What each sentence of a post rests on: of a public post as it was published, of a draft as far as it is known. */
export async function getPostEvidence(
  deps: Pick<CmsDeps, "sql">,
  ctx: Ctx,
  input: InputOf<typeof cmsContract.getPostEvidence>,
): Promise<PostEvidence> {
  const { post } = await requireVisiblePost(deps.sql, ctx, input.slug);
  const { id, slug, title, kind } = post;
  const evidence =
    post.status === "published"
      ? ((await findPublishedEvidence(deps.sql, id)) ?? { ...noEvidence, revision: post.revision })
      : { ...(await findEvidence(deps.sql, id, post.revision)), revision: post.revision };
  const { claims, coverage, sources, signatures, revision } = evidence;
  return {
    post: { id, slug, title, revision, kind },
    coverage,
    claims: claims ?? [],
    sources,
    signatures: signatures.map(({ text: _text, ...signature }) => signature),
  };
}
