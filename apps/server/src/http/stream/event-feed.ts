import type { Event, EventType, InputOf, StreamPart } from "@cofounder/contracts";
import type { Ctx, Permission } from "@cofounder/kernel";
import type { streamEvents } from "../endpoint/own-endpoints.ts";

export type FeedItem = { seq: number; event: Event } | { reset: string };

/** The trail as it grows, for whoever listens. */
export interface EventFeed {
  /**
   * What the permissions may see, of the types when some are named, after `afterSeq` or, without it, from now on; ends with the signal. A place that is
   * too old gives one `reset` with its reason and goes on from now.
   */
  subscribe(options: { afterSeq?: number; types?: EventType[]; signal: AbortSignal; permissions: ReadonlySet<Permission> }): AsyncIterable<FeedItem>;
}

type Query = InputOf<typeof streamEvents>;

function isAbout({ subject }: Event, wanted: string | undefined): boolean {
  return wanted === undefined || wanted === subject.kind || wanted === `${subject.kind}:${subject.id}`;
}

/** The operation behind `GET /api/events`. */
export async function* followEvents(feed: EventFeed, ctx: Ctx, query: Query): AsyncGenerator<StreamPart<Event | { type: "reset"; reason: string }>> {
  const place = query.last_event_id === undefined ? {} : { afterSeq: query.last_event_id };
  const types = query.type === undefined ? {} : { types: query.type };
  for await (const item of feed.subscribe({ ...place, ...types, signal: ctx.signal ?? new AbortController().signal, permissions: ctx.permissions })) {
    if ("reset" in item) yield { event: "reset", data: { type: "reset", reason: item.reset } };
    else if (isAbout(item.event, query.subject)) yield { id: String(item.seq), data: item.event };
  }
}
