import { once } from "node:events";
import { createServer } from "node:net";
import { isAppError } from "@cofounder/kernel";
import { openRedis } from "../adapters/cache.ts";
import { lookAtFolder, roomOf } from "../adapters/storage.ts";
import type { Config, ReadConfig } from "../config.ts";
import type { Finding } from "./finding.ts";

/** The folders that must take writes. */
function foldersOf({ environment, dataDir, database, blobStore }: Config): string[] {
  const isDataDirUsed = database.kind === "embedded" || environment === "development";
  return [...(isDataDirUsed ? [dataDir] : []), ...(blobStore.kind === "folder" ? [blobStore.path] : [])];
}

const inGigabytes = (bytes: number): string => `${(bytes / 1e9).toFixed(1)} GB`;

async function lookAtOne(folder: string): Promise<Finding> {
  const part = `folder ${folder}`;
  const found = await lookAtFolder(folder);
  switch (found.state) {
    case "missing":
      return { part, state: "note", says: "is not there yet; the first start makes it" };
    case "not_writable":
      return { part, state: "wrong", says: "cannot be written by this user", trouble: "folder_not_writable" };
    case "writable": {
      const room = roomOf(found.freeBytes);
      const says = `writable, ${inGigabytes(found.freeBytes)} free`;
      if (room === "healthy") return { part, state: "well", says };
      return { part, state: room === "unhealthy" ? "wrong" : "note", says, trouble: "disk_full" };
    }
    default:
      return found satisfies never;
  }
}

export async function lookAtFolders({ config }: ReadConfig): Promise<Finding[]> {
  return Promise.all(foldersOf(config).map(lookAtOne));
}

/** Nothing to find where none is configured. */
export async function lookAtRedis({ secrets }: ReadConfig): Promise<Finding[]> {
  if (secrets.redisUrl === null) return [];
  try {
    const redis = await openRedis(secrets.redisUrl.reveal(), () => undefined);
    await redis.close();
    return [{ part: "Redis", state: "well", says: "answers" }];
  } catch (error) {
    if (!isAppError(error)) throw error;
    return [{ part: "Redis", state: "wrong", says: error.message, trouble: "redis_away" }];
  }
}

/** Whether the server could listen where it is told to; a server that runs there already is no fault. */
export async function lookAtPort({ config }: ReadConfig): Promise<Finding[]> {
  const { host, port } = config.http;
  const part = `port ${port}`;
  const probe = createServer();
  try {
    probe.listen(port, host);
    await once(probe, "listening");
    return [{ part, state: "well", says: `free on ${host}` }];
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    if (code === "EADDRINUSE")
      return [
        { part, state: "note", says: "something listens there; `npx cofounder doctor` tells whether it is this server", trouble: "port_taken" },
      ];
    return [{ part, state: "wrong", says: `cannot be listened on at ${host} (${code})` }];
  } finally {
    probe.close();
  }
}
