import { Redis } from "ioredis";
import { AppError } from "@cofounder/kernel";

export interface RedisConnection {
  client: Redis;
  close(): Promise<void>;
}

const connectMs = 3000;

/**
 * Connects to Redis, which replicas share for their limits. A server that was told of one starts only when it answers;
 * later outages fail fast, and whoever uses it falls back to this process's own memory.
 */
export async function openRedis(url: string, report: (error: unknown) => void): Promise<RedisConnection> {
  const client = new Redis(url, {
    lazyConnect: true,
    connectTimeout: connectMs,
    maxRetriesPerRequest: 1,
    enableOfflineQueue: false,
    retryStrategy: (times) => Math.min(times * 200, 5000),
  });
  let lastError: unknown;
  client.on("error", (error) => {
    if (lastError === undefined) report(error);
    lastError = error;
  });
  client.on("ready", () => (lastError = undefined));
  try {
    await client.connect();
  } catch (error) {
    client.disconnect();
    throw new AppError("unavailable", "REDIS_URL: no Redis answers there. Start it, or leave REDIS_URL empty.", { cause: error });
  }
  return { client, close: async () => void (await client.quit()) };
}
