import type { Database } from "@cofounder/database";
import { findMirrors } from "@cofounder/evidence";
import { AppError } from "@cofounder/kernel";
import { createSearchIndex } from "@cofounder/retrieval";
import { testClock } from "@cofounder/testing";
import type { FetchedPage, ResearchDeps } from "../src/modules/research/deps.ts";
import { readOffLoop } from "../src/modules/research/reading/read-off-loop.ts";
import { createDatabaseBlobs } from "../src/modules/research/snapshots/database-blobs.ts";

export const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
export const bridge = "# The bridge\n\nThe bridge at Sundby was opened on 4 May 1931. It is 120 metres long, and Ann Smith built it in three years.";
export const page =
  "<html><head><title>River report</title></head><body><p>The river Sund rose by 40 centimetres in March 2024, the highest level since 1931.</p></body></html>";

export interface World {
  deps: ResearchDeps;
  fetched: string[];
  pages: Map<string, FetchedPage | AppError>;
}

/** The research module's house, with a web of prepared pages. */
export function worldOf(database: Database, overrides: Partial<ResearchDeps> = {}): World {
  const fetched: string[] = [];
  const pages: World["pages"] = new Map();
  const deps: ResearchDeps = {
    sql: database.sql,
    transaction: database.transaction,
    clock: testClock(),
    blobs: createDatabaseBlobs(database),
    index: createSearchIndex({ database, embedder: null }),
    readDocument: readOffLoop,
    findMirrors: (texts) => Promise.resolve(findMirrors(texts)),
    fetchPage: (url) => {
      fetched.push(url);
      const answer = pages.get(url) ?? new AppError("unavailable", "example.org could not be read: no such host is known.");
      return answer instanceof AppError ? Promise.reject(answer) : Promise.resolve(answer);
    },
    ...overrides,
  };
  return { deps, fetched, pages };
}

export const answer = (url: string, text: string, mediaType = "text/html"): FetchedPage => ({ url, mediaType, bytes: bytesOf(text) });
