import { createFolderBlobs } from "../adapters/blobs.ts";
import { openRedis } from "../adapters/cache.ts";
import { createGuardedFetch } from "../adapters/web.ts";
import type { Config, Secrets } from "../config.ts";
import type { ResearchDeps } from "../modules/research/index.ts";

export interface OuterWorld {
  /** Null: blobs are kept in the database. */
  blobs: ResearchDeps["blobs"] | null;
  fetchPage: ResearchDeps["fetchPage"];
  redis: object | undefined;
  close(): Promise<void>;
}

/** Opens what lies outside: the web, a folder for blobs, Redis where one is named. */
export async function openOuterWorld(config: Config, secrets: Secrets, report: (error: unknown) => void): Promise<OuterWorld> {
  const redis = secrets.redisUrl === null ? undefined : await openRedis(secrets.redisUrl.reveal(), report);
  const web = createGuardedFetch({ allow: config.fetchAllow });
  return {
    blobs: config.blobStore.kind === "folder" ? await createFolderBlobs(config.blobStore.path) : null,
    fetchPage: web.fetchPage,
    redis: redis?.client,
    async close() {
      await web.close();
      await redis?.close();
    },
  };
}
