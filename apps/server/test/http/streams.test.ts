import type { AddressInfo } from "node:net";
import type { Event, StreamPart } from "@cofounder/contracts";
import { AppError, rolePermissions } from "@cofounder/kernel";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { AppDeps } from "../../src/http/app.ts";
import type { Authenticated } from "../../src/http/authenticate.ts";
import type { EventFeed, FeedItem } from "../../src/http/stream/event-feed.ts";
import { createTestApp, feedOf, operationsOf, type TestApp } from "./fixture.ts";

const task = "0198a3f0-0000-7000-8000-000000000001";
let server: TestApp | undefined;
afterEach(async () => {
  await server?.app.close();
  server = undefined;
});

async function open(given: Partial<Omit<AppDeps, "settings">>): Promise<string> {
  server = await createTestApp(given);
  await server.app.listen({ host: "127.0.0.1", port: 0 });
  return `http://127.0.0.1:${(server.app.server.address() as AddressInfo).port}`;
}

function eventOf(seq: number, type = "task.started", subject = { kind: "task", id: task }): FeedItem {
  const event: Event = { id: String(seq), type, at: "2026-03-01T09:00:00.000Z", actor: { kind: "system", id: "engine" }, subject, data: {} };
  return { seq, event };
}

/** Reads a stream until `enough` of it is there, then hangs up. */
async function read(
  url: string,
  enough: RegExp,
  headers: Record<string, string> = {},
): Promise<{ status: number; type: string | null; text: string }> {
  const hangUp = new AbortController();
  const answer = await fetch(url, { headers: { authorization: "Bearer viewer", ...headers }, signal: hangUp.signal });
  let text = "";
  const decoder = new TextDecoder();
  for await (const chunk of answer.body ?? []) {
    text += decoder.decode(chunk, { stream: true });
    if (enough.test(text)) break;
  }
  hangUp.abort();
  return { status: answer.status, type: answer.headers.get("content-type"), text };
}

/** A feed that remembers how it was asked, and gives the same items to all. */
function feedThat(...items: FeedItem[]): EventFeed & { asked: Parameters<EventFeed["subscribe"]>[0][] } {
  const asked: Parameters<EventFeed["subscribe"]>[0][] = [];
  return {
    asked,
    subscribe(options) {
      asked.push(options);
      return feedOf(items, options.signal);
    },
  };
}

describe("the event stream", () => {
  it("gives each event with its number, as JSON", async () => {
    const feed = feedThat(eventOf(7), eventOf(8, "task.completed"));
    const { status, type, text } = await read(`${await open({ eventFeed: feed })}/api/events`, /id: 8\n.*\n\n/);
    expect([status, type]).toEqual([200, "text/event-stream; charset=utf-8"]);
    const [, first = "", second = ""] = text.split("\n\n");
    expect(first.split("\n")[0]).toBe("id: 7");
    expect(JSON.parse(second.split("data: ")[1] ?? "")).toMatchObject({ id: "8", type: "task.completed", subject: { kind: "task", id: task } });
    expect(feed.asked[0]?.permissions).toBe(rolePermissions.viewer);
    expect(feed.asked[0]).not.toHaveProperty("afterSeq");
  });

  it("goes on from the Last-Event-ID of the header or of the address", async () => {
    const feed = feedThat(eventOf(9));
    const origin = await open({ eventFeed: feed });
    await read(`${origin}/api/events`, /id: 9/, { "last-event-id": "8" });
    await read(`${origin}/api/events?last_event_id=5`, /id: 9/);
    expect(feed.asked.map(({ afterSeq }) => afterSeq)).toEqual([8, 5]);
  });

  it("says when its place is gone, by one reset", async () => {
    const { text } = await read(`${await open({ eventFeed: feedThat({ reset: "too old" }, eventOf(50)) })}/api/events`, /id: 50/, {
      "last-event-id": "1",
    });
    expect(text).toContain('event: reset\ndata: {"type":"reset","reason":"too old"}\n\n');
  });

  it("gives only what was asked for", async () => {
    const feed = feedThat(eventOf(1), eventOf(2, "post.published", { kind: "post", id: "p" }), eventOf(3));
    const origin = await open({ eventFeed: feed });
    const { text } = await read(`${origin}/api/events?type=task.started,post.published&subject=task:${task}`, /id: 3/);
    expect(text).not.toContain("id: 2");
    expect(feed.asked[0]?.types).toEqual(["task.started", "post.published"]);
    for (const query of ["type=no.such", "last_event_id=last", "subject=Task"]) {
      expect((await fetch(`${origin}/api/events?${query}`, { headers: { authorization: "Bearer viewer" } })).status).toBe(422);
    }
  });

  it("is closed to strangers", async () => {
    const origin = await open({ eventFeed: feedThat() });
    expect((await fetch(`${origin}/api/events`)).status).toBe(401);
  });

  it("ends with the token that opened it", async () => {
    let isRevoked = false;
    const viewer = { actor: { kind: "user" as const, id: task }, permissions: rolePermissions.viewer, sid: "s", endsInMs: 900_000 };
    async function* twice({ signal }: { signal: AbortSignal }): AsyncGenerator<FeedItem> {
      yield eventOf(1);
      isRevoked = true;
      yield* feedOf([eventOf(2)], signal);
    }
    const origin = await open({ eventFeed: { subscribe: twice }, authenticate: async () => (isRevoked ? null : viewer) });
    const answer = await fetch(`${origin}/api/events`, { headers: { authorization: "Bearer x" } });
    const text = await answer.text();
    expect(text).toContain("id: 1");
    expect(text).not.toContain("id: 2");
  });

  describe("ends, and leaves its place to others,", () => {
    const opened = (origin: string) => fetch(`${origin}/api/events`, { headers: { authorization: "Bearer viewer" } });
    const texts = (streams: Response[]) => Promise.all(streams.map((stream) => stream.text()));
    const twenty = (origin: string) => Promise.all(Array.from({ length: 20 }, () => opened(origin)));
    const viewer: Authenticated = { actor: { kind: "user", id: task }, permissions: rolePermissions.viewer, sid: "s", endsInMs: 900_000 };

    it("when its token's time is up, though nothing happens", async () => {
      const feed = feedThat(eventOf(1));
      const origin = await open({ eventFeed: feed, authenticate: async () => ({ ...viewer, endsInMs: 500 }) });
      expect(await texts(await twenty(origin))).toEqual(Array(20).fill(expect.stringContaining("id: 1")));
      expect(feed.asked.every(({ signal }) => signal.aborted)).toBe(true);
      expect((await opened(origin)).status).toBe(200);
    });

    it.each([
      ["its session was revoked", null],
      ["its person may do less", { ...viewer, permissions: new Set<never>() }],
      ["its person may do more", { ...viewer, permissions: rolePermissions.editor }],
    ])("at once when %s", async (_, later) => {
      let now: Authenticated | null = viewer;
      let tell = (): void => expect.unreachable("nobody listens");
      const onSignInChange = (listener: () => void) => ((tell = listener), () => undefined);
      const origin = await open({ eventFeed: feedThat(eventOf(1)), onSignInChange, authenticate: async () => now });
      const streams = await twenty(origin);
      now = later;
      tell();
      expect(await texts(streams)).toEqual(Array(20).fill(expect.stringContaining("id: 1")));
      now = viewer;
      expect((await opened(origin)).status).toBe(200);
    });

    it("not for another's sign-in that ended", async () => {
      let tell = (): void => expect.unreachable("nobody listens");
      const onSignInChange = (listener: () => void) => ((tell = listener), () => undefined);
      let asked = 0;
      let happen = (): void => undefined;
      const happened = new Promise<void>((resolve) => (happen = resolve));
      async function* subscribe({ signal }: { signal: AbortSignal }): AsyncGenerator<FeedItem> {
        yield eventOf(1);
        await happened;
        yield* feedOf([eventOf(2)], signal);
      }
      const authenticate = async () => {
        asked += 1;
        return viewer;
      };
      const origin = await open({ eventFeed: { subscribe }, onSignInChange, authenticate });
      const whole = read(`${origin}/api/events`, /id: 2/);
      await vi.waitFor(() => expect(asked).toBe(2));
      tell();
      await vi.waitFor(() => expect(asked).toBe(3));
      happen();
      expect((await whole).text).toContain("id: 2");
    });

    it("at the next heartbeat when its session is over and nobody said so", async () => {
      vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
      try {
        let now: Authenticated | null = viewer;
        const origin = await open({ eventFeed: feedThat(eventOf(1)), authenticate: async () => now });
        const streams = await twenty(origin);
        now = null;
        await vi.advanceTimersByTimeAsync(15_000);
        expect(await texts(streams)).toHaveLength(20);
        now = viewer;
        expect((await opened(origin)).status).toBe(200);
      } finally {
        vi.useRealTimers();
      }
    });
  });

  it("tells its source when the reader hangs up", async () => {
    const feed = feedThat(eventOf(1));
    await read(`${await open({ eventFeed: feed })}/api/events`, /id: 1/);
    const signal = feed.asked[0]?.signal;
    if (signal?.aborted === false) await new Promise((resolve) => signal.addEventListener("abort", resolve, { once: true }));
    expect(signal?.aborted).toBe(true);
  });

  it("ends when the server stops", async () => {
    const answer = await fetch(`${await open({ eventFeed: feedThat(eventOf(1)) })}/api/events`, { headers: { authorization: "Bearer viewer" } });
    const whole = answer.text();
    await server?.app.close();
    expect(await whole).toContain("id: 1");
  });

  it("may be opened 20 times by one account, not more", async () => {
    const origin = await open({ eventFeed: feedThat(eventOf(1)) });
    const opened = await Promise.all(
      Array.from({ length: 20 }, () => fetch(`${origin}/api/events`, { headers: { authorization: "Bearer viewer" } })),
    );
    expect(opened.every(({ status }) => status === 200)).toBe(true);
    const refused = await fetch(`${origin}/api/events`, { headers: { authorization: "Bearer viewer" } });
    expect([refused.status, refused.headers.get("retry-after")]).toEqual([429, "30"]);
    expect((await read(`${origin}/api/events`, /id: 1/, { authorization: "Bearer editor" })).status).toBe(200);
    await Promise.all(opened.map(async ({ body }) => body?.cancel()));
  });
});

describe("a task's stream", () => {
  it("answers a problem where the task is not there", async () => {
    async function* streamTask(): AsyncGenerator<StreamPart> {
      yield await Promise.reject<StreamPart>(new AppError("not_found", "There is no such task."));
    }
    const origin = await open({ operations: operationsOf({ tasks: { streamTask } }) });
    const answer = await fetch(`${origin}/api/tasks/${task}/stream`, { headers: { authorization: "Bearer viewer" } });
    expect([answer.status, answer.headers.get("content-type")]).toEqual([404, "application/problem+json; charset=utf-8"]);
  });

  it("ends with its source, and closes when the source breaks", async () => {
    async function* streamTask(_ctx: unknown, input: { task_id: string }): AsyncGenerator<StreamPart> {
      yield { data: { type: "text", step: "draft", section: 0, offset: 0, text: input.task_id } };
      if (input.task_id !== task) throw new Error("the source broke");
      yield { data: { type: "done", status: "completed" } };
    }
    const origin = await open({ operations: operationsOf({ tasks: { streamTask } }) });
    const whole = await (await fetch(`${origin}/api/tasks/${task}/stream`, { headers: { authorization: "Bearer viewer" } })).text();
    expect(whole).toContain('data: {"type":"done","status":"completed"}\n\n');
    const other = task.replace(/1$/, "2");
    const broken = await (await fetch(`${origin}/api/tasks/${other}/stream`, { headers: { authorization: "Bearer viewer" } })).text();
    expect(broken).toContain(other);
    expect(server?.logged()).toContain("A live stream broke off.");
  });
});
