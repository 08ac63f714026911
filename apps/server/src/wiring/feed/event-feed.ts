import type { Event, EventType } from "@cofounder/contracts";
import { type Database, lastSeq, readEvents } from "@cofounder/database";
import type { Permission } from "@cofounder/kernel";

export interface Subscription {
  /** The last number that the subscriber has; without it, what happens next. */
  afterSeq?: number;
  permissions: ReadonlySet<Permission>;
  signal: AbortSignal;
  types?: EventType[];
}

export type FeedItem = { seq: number; event: Event } | { reset: string };

export interface EventFeed {
  subscribe(subscription: Subscription): AsyncIterable<FeedItem>;
  /** Calls back when the trail may have grown. */
  onGrowth(wake: () => void): () => void;
  start(): Promise<void>;
  stop(): void;
}

const batchSize = 200;

/** The trail as a live stream: everybody who subscribes here is woken by one notification. */
export function createEventFeed(database: Pick<Database, "sql" | "listen">): EventFeed {
  const wakers = new Set<() => void>();
  let unlisten: (() => void) | undefined;

  const onGrowth = (wake: () => void): (() => void) => {
    wakers.add(wake);
    return () => void wakers.delete(wake);
  };

  async function* subscribe({ afterSeq, permissions, signal, types }: Subscription): AsyncGenerator<FeedItem> {
    let wake: () => void = () => undefined;
    const stopWaking = onGrowth(() => wake());
    signal.addEventListener("abort", () => wake(), { once: true });
    try {
      const newest = await lastSeq(database.sql);
      let seq = afterSeq ?? newest;
      if (seq > newest) {
        seq = newest;
        yield { reset: "This place in the stream is not known here: read everything anew." };
      }
      while (!signal.aborted) {
        const woken = new Promise<void>((resolve) => (wake = resolve));
        const found = await readEvents(database.sql, { permissions }, { afterSeq: seq, limit: batchSize, ...(types === undefined ? {} : { types }) });
        for (const part of found) {
          seq = part.seq;
          yield part;
        }
        if (found.length < batchSize && !signal.aborted) await woken;
      }
    } finally {
      stopWaking();
    }
  }

  return {
    subscribe,
    onGrowth,
    async start() {
      unlisten = await database.listen("events", () => {
        for (const wake of wakers) wake();
      });
    },
    stop() {
      unlisten?.();
      for (const wake of wakers) wake();
    },
  };
}
