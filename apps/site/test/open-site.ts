import { createSite, type SiteClient } from "../src/index.ts";
import { fakeClient, type PublishedSite } from "./fake-client.ts";

export const origin = "https://crumb.example";

export interface OpenSite {
  get(path: string, init?: RequestInit): Promise<{ status: number; text: string; headers: Headers }>;
  reported: unknown[];
}

/** The site over posts in memory; `changes` replace single operations, to make them fail. */
export function openSite(published: PublishedSite, changes: Partial<SiteClient> = {}): OpenSite {
  const reported: unknown[] = [];
  const site = createSite({
    client: { ...fakeClient(published), ...changes },
    origin: () => origin,
    now: () => new Date("2026-11-24T09:00:00Z"),
    report: (error) => reported.push(error),
  });
  return {
    reported,
    get: async (path, init) => {
      const response = await site.fetch(new Request(new URL(path, origin), init));
      return { status: response.status, text: await response.text(), headers: response.headers };
    },
  };
}
