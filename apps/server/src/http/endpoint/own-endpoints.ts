import { endpoint, event, events, type EventType, streamReset } from "@cofounder/contracts";
import { z } from "zod";

const eventTypes = Object.keys(events) as [EventType, ...EventType[]];
const splitList = (list: string): string[] => list.split(",").map((name) => name.trim());

export const getLive = endpoint({
  method: "GET",
  path: "/api/live",
  summary: "Whether the process answers at all; asks no database",
  auth: "public",
  response: z.object({ status: z.literal("live") }),
  tier: 1,
});

export const streamEvents = endpoint({
  method: "GET",
  path: "/api/events",
  summary: "What happens, as it happens; resumable by Last-Event-ID",
  auth: "events.read",
  query: z.strictObject({
    last_event_id: z
      .string()
      .regex(/^\d{1,15}$/, "must be the id of an event")
      .transform(Number)
      .optional(),
    type: z
      .string()
      .max(1000)
      .transform(splitList)
      .pipe(z.array(z.enum(eventTypes)))
      .optional()
      .meta({ description: "Types of event, separated by commas" }),
    subject: z
      .string()
      .regex(/^[a-z]{1,30}(?::[\w.-]{1,100})?$/, "must be a kind, or kind:id")
      .optional()
      .meta({ description: "What the events are about: a kind (`task`) or one thing (`task:<id>`)" }),
  }),
  response: z.union([event, streamReset]),
  stream: true,
  timeout: "stream",
});

/** Operations that the door itself answers. */
export const ownEndpoints = { getLive, streamEvents };
