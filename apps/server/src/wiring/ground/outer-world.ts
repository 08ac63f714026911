import { systemClock } from "@cofounder/kernel";
import { createFolderBlobs } from "../../adapters/blobs.ts";
import type { Config, Secrets } from "../../config.ts";
import type { ResearchDeps } from "../../modules/research/index.ts";

export interface OuterWorld {
  /** Null: blobs are kept in the database. */
  blobs: ResearchDeps["blobs"] | null;
  fetchPage: ResearchDeps["fetchPage"];
  redis: object | undefined;
  close(): Promise<void>;
}

/** Makes a thing when it is first asked for, so that a start does not wait for it. */
function lazily<T>(make: () => Promise<T>): { get(): Promise<T>; ifMade(): Promise<T> | undefined } {
  let made: Promise<T> | undefined;
  return { get: () => (made ??= make()), ifMade: () => made };
}

/** Opens what lies outside: the web, a folder for blobs, Redis where one is named. */
export async function openOuterWorld(config: Config, secrets: Secrets, report: (error: unknown) => void): Promise<OuterWorld> {
  const redis = secrets.redisUrl === null ? undefined : await (await import("../../adapters/cache.ts")).openRedis(secrets.redisUrl.reveal(), report);
  const web = lazily(async () => {
    const { createGuardedFetch, createPoliteFetch } = await import("../../adapters/web.ts");
    const guarded = createGuardedFetch({ allow: config.fetchAllow });
    return { ...createPoliteFetch({ web: guarded, clock: systemClock }), close: guarded.close };
  });
  return {
    blobs: config.blobStore.kind === "folder" ? await createFolderBlobs(config.blobStore.path) : null,
    fetchPage: async (...asked) => (await web.get()).fetchPage(...asked),
    redis: redis?.client,
    async close() {
      await (await web.ifMade())?.close();
      await redis?.close();
    },
  };
}
