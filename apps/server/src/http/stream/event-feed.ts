import type { Event, InputOf, StreamPart } from "@cofounder/contracts";
import type { Ctx, Permission } from "@cofounder/kernel";
import type { streamEvents } from "../endpoint/own-endpoints.ts";

export type FeedItem = { seq: number; event: Event } | { reset: string };

/** The trail as it grows, for whoever listens. */
export interface EventFeed {
  /**
   * What the permissions may see, after `afterSeq` or, without it, from now on; ends with the signal. A place that is
   * too old gives one `reset` with its reason and goes on from now.
   */
  subscribe(options: { afterSeq?: number; signal: AbortSignal; permissions: ReadonlySet<Permission> }): AsyncIterable<FeedItem>;
}

type Query = InputOf<typeof streamEvents>;

function isWanted({ type, subject }: Event, query: Query): boolean {
  if (query.type !== undefined && !query.type.some((wanted) => wanted === type)) return false;
  return query.subject === undefined || query.subject === subject.kind || query.subject === `${subject.kind}:${subject.id}`;
}

/** The operation behind `GET /api/events`. */
export async function* followEvents(feed: EventFeed, ctx: Ctx, query: Query): AsyncGenerator<StreamPart<Event | { type: "reset"; reason: string }>> {
  const place = query.last_event_id === undefined ? {} : { afterSeq: query.last_event_id };
  for await (const item of feed.subscribe({ ...place, signal: ctx.signal ?? new AbortController().signal, permissions: ctx.permissions })) {
    if ("reset" in item) yield { event: "reset", data: { type: "reset", reason: item.reset } };
    else if (isWanted(item.event, query)) yield { id: String(item.seq), data: item.event };
  }
}
