import type { Sql, Transaction } from "@cofounder/database";
import type { Mirror, MirrorText } from "@cofounder/evidence";
import type { Clock } from "@cofounder/kernel";
import type { SearchIndex } from "@cofounder/retrieval";
import type { ReadDocument } from "./reading/read-off-loop.ts";

/** Bytes kept by their SHA-256 (64 hex digits). What is kept never changes. */
export interface BlobStore {
  put(sha256: string, bytes: Uint8Array): Promise<void>;
  get(sha256: string): Promise<Uint8Array | undefined>;
}

/** What a web server answered. */
export interface FetchedPage {
  /** Where it was found after redirects. */
  url: string;
  /** Without parameters, lower case. */
  mediaType: string;
  charset?: string;
  bytes: Uint8Array;
}

export interface FetchWishes {
  /** Media types that are acceptable. */
  accept: readonly string[];
  signal?: AbortSignal;
}

/** What research asks of the house. */
export interface ResearchDeps {
  sql: Sql;
  transaction: Transaction;
  clock: Clock;
  blobs: BlobStore;
  /** Fetches an address that came from a person or a text. Throws an AppError whose sentence says why it could not. */
  fetchPage(url: string, wishes: FetchWishes): Promise<FetchedPage>;
  index: Pick<SearchIndex, "indexPassages" | "listEntries" | "search">;
  readDocument: ReadDocument;
  /** The near-copies among texts, oldest text first; off the event loop. */
  findMirrors(texts: readonly MirrorText[]): Promise<Mirror[]>;
}
