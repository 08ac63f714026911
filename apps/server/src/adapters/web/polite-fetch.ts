import { AppError, type Clock, isAppError } from "@cofounder/kernel";
import robotsParser from "robots-parser";
import type { GuardedAnswer, GuardedFetch, GuardedRequest } from "./guarded-fetch.ts";

interface Rules {
  isDisallowed(url: string, robot: string): boolean | undefined;
}

// The library's types do not fit the way it exports itself.
const parseRobots = robotsParser as unknown as (url: string, text: string) => Rules;

export interface PoliteFetchOptions {
  web: Pick<GuardedFetch, "fetchPage">;
  clock: Clock;
  /** The name under which a site may address us. */
  robot?: string;
}

const keptMs = 3600_000;
const mostSites = 500;
const robotsTypes = ["text/plain"];

/**
 * Fetches only what a site's robots.txt leaves open to us (RFC 9309): one that is not there forbids nothing, one that cannot be read just
 * now forbids everything. Rules are kept for an hour.
 */
export function createPoliteFetch({ web, clock, robot = "Cofounder" }: PoliteFetchOptions): Pick<GuardedFetch, "fetchPage"> {
  const known = new Map<string, { rules: Rules; at: number }>();

  async function readRules(address: string, signal: AbortSignal | undefined): Promise<string> {
    try {
      const { bytes } = await web.fetchPage(address, { accept: robotsTypes, ...(signal === undefined ? {} : { signal }) });
      return Buffer.from(bytes.subarray(0, 500_000)).toString("utf8");
    } catch (error) {
      if (isAppError(error, "invalid") || isAppError(error, "unsupported") || isAppError(error, "too_large")) return "";
      throw error;
    }
  }

  async function assertAllowed(url: string, signal: AbortSignal | undefined): Promise<void> {
    const { origin, hostname } = new URL(url);
    const now = clock.now().getTime();
    let site = known.get(origin);
    if (site === undefined || now - site.at > keptMs) {
      const address = `${origin}/robots.txt`;
      site = { rules: parseRobots(address, await readRules(address, signal)), at: now };
      if (known.size >= mostSites) known.clear();
      known.set(origin, site);
    }
    if (site.rules.isDisallowed(url, robot) === true)
      throw new AppError("invalid", `The robots.txt of ${hostname} does not allow this page to be fetched.`);
  }

  return {
    async fetchPage(url: string, request: GuardedRequest): Promise<GuardedAnswer> {
      if (/^https?:\/\//i.test(url) && URL.canParse(url)) await assertAllowed(url, request.signal);
      const page = await web.fetchPage(url, request);
      if (new URL(page.url).href !== new URL(url).href) await assertAllowed(page.url, request.signal);
      return page;
    },
  };
}
