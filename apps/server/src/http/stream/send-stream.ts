import { once } from "node:events";
import type { StreamPart } from "@cofounder/contracts";
import { AppError } from "@cofounder/kernel";
import type { FastifyReply } from "fastify";

const heartbeatMs = 15_000;
const mostStreams = 500;
const mostStreamsOfOne = 20;

/** Streams that are open, so that stopping ends them and nobody holds too many. */
export interface OpenStreams {
  /** Takes a place; throws `limit` or `unavailable` when there is none. */
  open(holder: string): { signal: AbortSignal; close(): void };
  count(): number;
  closeAll(): void;
}

export function createOpenStreams(): OpenStreams {
  const open = new Map<AbortController, string>();
  return {
    open(holder) {
      if (open.size >= mostStreams) throw new AppError("unavailable", "Too many live streams are open on this server.", { retryAfterSeconds: 30 });
      const own = [...open.values()].filter((other) => other === holder).length;
      if (own >= mostStreamsOfOne)
        throw new AppError("limit", `At most ${mostStreamsOfOne} live streams may be open at once.`, { retryAfterSeconds: 30 });
      const controller = new AbortController();
      open.set(controller, holder);
      return { signal: controller.signal, close: () => void open.delete(controller) };
    },
    count: () => open.size,
    closeAll() {
      for (const controller of open.keys()) controller.abort();
    },
  };
}

/** One server-sent event as text. JSON holds no line breaks, so one data line is enough. */
export function writePart({ id, event, data }: StreamPart): string {
  const lines = [...(id === undefined ? [] : [`id: ${id}`]), ...(event === undefined ? [] : [`event: ${event}`]), `data: ${JSON.stringify(data)}`];
  return `${lines.join("\n")}\n\n`;
}

export interface StreamOptions {
  /** Aborted when the caller is gone or the server stops. */
  signal: AbortSignal;
  /** Asked at each heartbeat and before each part: false ends the stream. */
  mayGoOn: () => Promise<boolean>;
  heartbeatMs?: number;
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
 * Writes parts as server-sent events until they end, the caller hangs up or may no longer listen. A slow reader slows
 * the source: nothing is buffered beyond the socket. Throws before anything is written when the first part fails at once.
 */
export async function sendStream(reply: FastifyReply, parts: AsyncIterable<StreamPart>, options: StreamOptions): Promise<void> {
  const source = parts[Symbol.asyncIterator]();
  const ended = aborted(options.signal);
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
  const stopBeating = beat(reply, options);
  try {
    for (;;) {
      const part = await Promise.race([next, ended]);
      if (part === "ended" || part.done === true || !(await options.mayGoOn())) break;
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
function beat(reply: FastifyReply, options: StreamOptions): () => void {
  const { raw } = reply;
  const timer = setInterval(() => {
    void options.mayGoOn().then(
      (may) => (may ? raw.write(": beat\n\n") : raw.end()),
      (error: unknown) => reply.log.warn({ err: error }, "A live stream could not be checked."),
    );
  }, options.heartbeatMs ?? heartbeatMs);
  return () => clearInterval(timer);
}
