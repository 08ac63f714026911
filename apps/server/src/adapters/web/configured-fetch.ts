import { AppError } from "@cofounder/kernel";
import { Agent } from "undici";
import { type Asked, discard, headerOf, type Limits, readBody, send, translateFailure } from "./exchange.ts";

export interface ConfiguredAnswer {
  status: number;
  mediaType: string;
  bytes: Uint8Array;
}

export interface ConfiguredFetch {
  /** `path` is resolved against the origin and must stay on it. */
  fetch(path: string, asked?: Asked): Promise<ConfiguredAnswer>;
  close(): Promise<void>;
}

const defaultLimits: Limits = { maxBytes: 20_000_000, timeoutMs: 30_000 };

/**
 * Fetches from the one origin that the configuration or an owner's setting names; it may stand on a private network.
 * Redirects are answered as they come, not followed. Any status is an answer; fails like the guarded fetch otherwise.
 */
export function createConfiguredFetch(origin: string, limits: Partial<Limits> = {}): ConfiguredFetch {
  const base = new URL(origin);
  const { maxBytes, timeoutMs } = { ...defaultLimits, ...limits };
  const agent = new Agent({ connect: { timeout: 8_000 }, headersTimeout: timeoutMs, bodyTimeout: timeoutMs });
  return {
    async fetch(path, asked = {}) {
      const url = new URL(path, base);
      if (url.origin !== base.origin) throw new AppError("invalid", `Only ${base.origin} is fetched here.`);
      const time = AbortSignal.timeout(timeoutMs);
      try {
        const answer = await send(agent, url, { ...asked, signal: asked.signal === undefined ? time : AbortSignal.any([asked.signal, time]) });
        if (asked.method === "HEAD") discard(answer);
        const bytes = asked.method === "HEAD" ? new Uint8Array() : await readBody(answer, maxBytes);
        return { status: answer.statusCode, mediaType: headerOf(answer, "content-type")?.split(";")[0]?.trim().toLowerCase() ?? "", bytes };
      } catch (error) {
        throw translateFailure(error, url, { caller: asked.signal, time });
      }
    },
    close: () => agent.destroy(),
  };
}
