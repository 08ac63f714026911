import { once } from "node:events";
import type { StreamPart } from "@cofounder/contracts";
import { AppError } from "@cofounder/kernel";
import type { FastifyReply } from "fastify";

const heartbeatMs = 15_000;
const mostStreams = 500;
const mostStreamsOfOne = 20;

/** A stream's place among the open ones. */
export interface Place {
  /** Aborted when the stream is to end: the caller is gone, may no longer listen, or the server stops. */
  signal: AbortSignal;
  /** Asks whether the caller may still listen, and ends the stream if not. */
  recheck(): Promise<boolean>;
  end(): void;
  close(): void;
}

/** Streams that are open, so that stopping ends them and nobody holds too many. */
export interface OpenStreams {
  /** Takes a place; throws `limit` or `unavailable` when there is none. */
  open(holder: string, mayListen: () => Promise<boolean>): Place;
  /** Who may listen has changed. */
  recheckAll(): void;
  closeAll(): void;
}

export function createOpenStreams(report: (error: unknown) => void): OpenStreams {
  const open = new Map<Place, string>();
  return {
    open(holder, mayListen) {
      if (open.size >= mostStreams) throw new AppError("unavailable", "Too many live streams are open on this server.", { retryAfterSeconds: 30 });
      const own = [...open.values()].filter((other) => other === holder).length;
      if (own >= mostStreamsOfOne)
        throw new AppError("limit", `At most ${mostStreamsOfOne} live streams may be open at once.`, { retryAfterSeconds: 30 });
      const controller = new AbortController();
      const place: Place = {
        signal: controller.signal,
        async recheck() {
          const may = await mayListen();
          if (!may) controller.abort();
          return may;
        },
        end: () => controller.abort(),
        close: () => void open.delete(place),
      };
      open.set(place, holder);
      return place;
    },
    recheckAll() {
      for (const place of open.keys()) void place.recheck().catch(report);
    },
    closeAll() {
      for (const place of open.keys()) place.end();
    },
  };
}

/** One server-sent event as text. JSON holds no line breaks, so one data line is enough. */
export function writePart({ id, event, data }: StreamPart): string {
  const lines = [...(id === undefined ? [] : [`id: ${id}`]), ...(event === undefined ? [] : [`event: ${event}`]), `data: ${JSON.stringify(data)}`];
  return `${lines.join("\n")}\n\n`;
}

const firstPartMs = 250;

/** Waits a moment for the first part, so that what is refused at once is still answered as a problem. */
async function settleSoon(first: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const moment = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, firstPartMs);
  });
  await Promise.race([first, moment]).finally(() => clearTimeout(timer));
}

function aborted(signal: AbortSignal): Promise<"ended"> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve("ended");
    else signal.addEventListener("abort", () => resolve("ended"), { once: true });
  });
}

/**
 * Writes parts as server-sent events until they end or their place does; whether the caller may listen is asked anew at
 * each heartbeat and before each part. A slow reader slows the source: nothing is buffered beyond the socket. Throws
 * before anything is written when the first part fails at once.
 */
export async function sendStream(reply: FastifyReply, parts: AsyncIterable<StreamPart>, place: Place): Promise<void> {
  const source = parts[Symbol.asyncIterator]();
  const ended = aborted(place.signal);
  let next = source.next();
  await settleSoon(next);
  const headers = {
    ...reply.getHeaders(),
    "content-type": "text/event-stream; charset=utf-8",
    "cache-control": "no-store",
    connection: "close",
    "x-accel-buffering": "no",
  };
  reply.hijack();
  const { raw } = reply;
  raw.writeHead(200, headers as Record<string, string>);
  raw.write(": open\n\n");
  const stopBeating = beat(reply, place);
  try {
    for (;;) {
      const part = await Promise.race([next, ended]);
      if (part === "ended" || part.done === true || !(await place.recheck())) break;
      next = source.next();
      if (!raw.write(writePart(part.value)) && !raw.destroyed) await Promise.race([once(raw, "drain"), ended]);
    }
  } catch (error) {
    reply.log.warn({ err: error }, "A live stream broke off.");
  } finally {
    stopBeating();
    raw.end();
    void source.return?.().catch((error: unknown) => reply.log.debug({ err: error }, "A live stream's source failed while it was closed."));
  }
}

/** Keeps the connection warm, and ends it when its token no longer opens it. */
function beat(reply: FastifyReply, place: Place): () => void {
  const { raw } = reply;
  const timer = setInterval(() => {
    void place.recheck().then(
      (may) => may && !raw.writableEnded && raw.write(": beat\n\n"),
      (error: unknown) => reply.log.warn({ err: error }, "A live stream could not be checked."),
    );
  }, heartbeatMs);
  return () => clearInterval(timer);
}
