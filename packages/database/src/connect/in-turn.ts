import { setTimeout as wait } from "node:timers/promises";
import pg from "pg";

const askAgainMs = 100;

/**
 * Takes an advisory lock for the rest of the client's session. It is asked for again and again: a session that waits inside the
 * server keeps a snapshot, and a holder that builds an index concurrently would wait for that one in turn.
 */
export async function takeLock(client: pg.Client, lock: number): Promise<void> {
  for (;;) {
    const { rows } = await client.query<{ taken: boolean }>("select pg_try_advisory_lock($1) as taken", [lock]);
    if (rows[0]?.taken === true) return;
    await wait(askAgainMs);
  }
}

export interface Turn {
  config: pg.ClientConfig;
  lock: number;
  report: (error: Error) => void;
}

/** Does `work` while no other process on that server does anything under the same lock. */
export async function inTurn<T>({ config, lock, report }: Turn, work: () => Promise<T>): Promise<T> {
  const client = new pg.Client(config);
  client.on("error", report);
  await client.connect();
  try {
    await takeLock(client, lock);
    return await work();
  } finally {
    await client.end();
  }
}
