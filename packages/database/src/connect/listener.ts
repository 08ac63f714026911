import type pg from "pg";

export interface Listener {
  /** Calls `wake` at each notification on the channel, and after every reconnection, since some may have been missed. */
  on(channel: string, wake: () => void): Promise<() => void>;
  close(): Promise<void>;
}

export interface ListenerOptions {
  connect: () => pg.Client;
  /** Milliseconds before a lost connection is tried again. */
  retryMs: number;
  report: (error: Error) => void;
}

type Wakers = Map<string, Set<() => void>>;

async function openClient(options: ListenerOptions, wakers: Wakers, lost: (error: Error | undefined, which: pg.Client) => void): Promise<pg.Client> {
  const client = options.connect();
  client.on("notification", (message) => {
    for (const wake of wakers.get(message.channel) ?? []) wake();
  });
  let failure: Error | undefined;
  client.on("error", (error) => (failure ??= error));
  client.on("end", () => lost(failure, client));
  await client.connect();
  for (const channel of wakers.keys()) await client.query(`listen ${channel}`);
  return client;
}

/** Does one piece of work after another, also after one that failed: a client takes one statement at a time. */
function createQueue(): (work: () => Promise<unknown> | undefined) => Promise<unknown> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => (last = last.then(work, work));
}

/** One connection that listens for everybody in this process, and comes back by itself when it is lost. */
export function createListener(options: ListenerOptions): Listener {
  const wakers: Wakers = new Map();
  let client: pg.Client | undefined;
  let connecting: Promise<void> | undefined;
  const oneByOne = createQueue();
  let isClosed = false;
  let retry: NodeJS.Timeout | undefined;

  function lost(error: Error | undefined, which: pg.Client): void {
    if (client !== which && client !== undefined) return;
    client = undefined;
    if (error !== undefined && !isClosed) options.report(error);
    retryLater();
  }

  async function reconnect(): Promise<void> {
    try {
      await ensure();
      for (const set of wakers.values()) for (const wake of set) wake();
    } catch (error) {
      options.report(error as Error);
      retryLater();
    }
  }

  function retryLater(): void {
    if (isClosed) return;
    clearTimeout(retry);
    retry = setTimeout(() => void reconnect(), options.retryMs);
    retry.unref();
  }

  function ensure(): Promise<void> {
    if (client !== undefined) return Promise.resolve();
    connecting ??= openClient(options, wakers, lost)
      .then((opened) => void (client = opened))
      .finally(() => (connecting = undefined));
    return connecting;
  }

  return {
    async on(channel, wake) {
      const set = wakers.get(channel) ?? new Set();
      const isNew = set.size === 0;
      set.add(wake);
      wakers.set(channel, set);
      const wasOpen = client !== undefined;
      await ensure();
      if (isNew && wasOpen) await oneByOne(() => client?.query(`listen ${channel}`));
      return () => void set.delete(wake);
    },
    async close() {
      isClosed = true;
      clearTimeout(retry);
      await connecting?.catch(options.report);
      await client?.end();
    },
  };
}
