import type { Event } from "@cofounder/contracts";
import type { Ctx } from "@cofounder/kernel";
import type { ResponseCache, ResponseTag } from "../../http/responses.ts";
import type { Cms } from "../../modules/cms/index.ts";

const ofPosts: readonly ResponseTag[] = ["posts", "categories", "tags", "site"];

/** What an event makes stale, on every replica. */
export function purgeFor(event: Pick<Event, "type">, responses: ResponseCache): void {
  if (event.type.startsWith("post.")) responses.purge(ofPosts);
  else if (event.type === "setting.changed") responses.purge(["site"]);
}

const writes = ["createPost", "updatePost", "deletePost", "publishPost", "unpublishPost", "restoreRevision"] as const;

/** Whoever writes here reads what was written at once, before the event has made its way. */
export function purgeAfterWrites(cms: Cms, responses: ResponseCache): Cms {
  const purging = Object.fromEntries(
    writes.map((name) => [
      name,
      async (ctx: Ctx, input: never) => {
        const answer = await (cms[name] as (ctx: Ctx, input: never) => Promise<unknown>)(ctx, input);
        responses.purge(ofPosts);
        return answer;
      },
    ]),
  );
  return { ...cms, ...purging };
}
