import type { Database, Sql, Tx } from "@cofounder/database";
import { isAppError } from "@cofounder/kernel";
import { sql } from "drizzle-orm";
import type { Embedder } from "./embedder.ts";
import {
  deleteOwnerEntries,
  deleteOwnersEntries,
  type Entry,
  insertEntries,
  type NewEntry,
  type Owner,
  selectOwnerEntries,
} from "./entries.queries.ts";
import { fillVectors } from "./fill-vectors.ts";
import type { Passage } from "./passages.ts";
import { candidates, type Hit, type QueryVector, type SearchRequest, selectHits } from "./search.queries.ts";
import { rerank } from "./words/rerank.ts";
import { loadWordVectors } from "./words/word-vectors.ts";
import { ensureVectors, type VectorSearch } from "./vectors.ts";

type IndexDatabase = Pick<Database, "kind" | "sql" | "transaction" | "listen">;

export interface SearchIndexOptions {
  database: IndexDatabase;
  /** Without one, search is lexical. */
  embedder: Embedder | null;
  log?: (line: { level: "info" | "warn"; message: string; detail?: unknown }) => void;
  /** How often a missing pgvector, and work left over by a failure, is looked for. */
  recheckMs?: number;
}

export interface IndexedPassage extends Passage {
  language?: string;
  isFlagged?: boolean;
}

export interface IndexingOptions {
  /** Looked at between two batches. */
  signal?: AbortSignal;
  /** How long the caller waits for vectors; what is left then gets them in the background. */
  embedMs?: number;
}

export interface IndexedOwner {
  /** Entries that were new. */
  added: number;
  /** Entries that got their vector; the others get it in the background. */
  embedded: number;
}

export interface SearchIndex {
  /** Prepares the database and starts filling in missing vectors in the background. Call once, after the migrations. */
  start(): Promise<VectorSearch>;
  vectorSearch(): VectorSearch;
  /** Adds entries in the caller's transaction: found by their words at once, by their meaning soon after. */
  indexLater(tx: Tx, entries: readonly NewEntry[]): Promise<void>;
  /**
   * Adds an owner's passages and embeds them before it returns, as far as time allows. Idempotent by owner and position; works in batches of
   * less than two seconds and throws the signal's reason between two of them.
   */
  indexPassages(owner: Owner, passages: readonly IndexedPassage[], options?: IndexingOptions): Promise<IndexedOwner>;
  /** An owner's entries in order, behind the position `after`; flagged ones too. */
  listEntries(sql: Sql, owner: Owner, place: { after: number; limit: number }): Promise<Entry[]>;
  removeOwner(tx: Tx, owner: Owner): Promise<void>;
  /** The same for many of one kind, in one statement. */
  removeOwners(tx: Tx, kind: string, ids: readonly string[]): Promise<void>;
  /** Finds by words and, where the database and an embedder allow it, by meaning. Best first. */
  search(sql: Sql, request: SearchRequest): Promise<Hit[]>;
  stop(): Promise<void>;
}

const unprepared: VectorSearch = { status: "lexical_only", reason: "The index has not been started yet.", command: "Start the server." };
const noEmbedder: VectorSearch = { status: "lexical_only", reason: "No embedder is configured.", command: "Configure an embedder and restart." };
const channel = "search_unembedded";
const passagesPerTransaction = 200;
/** More words than these say nothing new about what is wanted. */
const maxQueryCharacters = 1000;

/** Fills in vectors whenever it is woken, one run at a time; failures wait for the next waking. */
function createFiller({ database, embedder, log }: Required<SearchIndexOptions>) {
  const stopping = new AbortController();
  let running: Promise<void> | undefined;
  let isWoken = false;

  async function run(fill: Embedder): Promise<void> {
    while (isWoken && !stopping.signal.aborted) {
      isWoken = false;
      try {
        await fillVectors(database, fill, { signal: stopping.signal });
      } catch (error) {
        if (!stopping.signal.aborted) log({ level: "warn", message: "Some texts could not be embedded; they are tried again later.", detail: error });
      }
    }
    running = undefined;
  }

  return {
    wake(): void {
      isWoken = true;
      if (embedder !== null) running ??= run(embedder);
    },
    async stop(): Promise<void> {
      stopping.abort();
      await running;
    },
  };
}

/** Looks at the database until it can compare vectors, then keeps them complete. */
function createVectorKeeper(options: Required<SearchIndexOptions>) {
  const { database, embedder, log, recheckMs } = options;
  const filler = createFiller(options);
  let state: VectorSearch = embedder === null ? noEmbedder : unprepared;
  let timer: NodeJS.Timeout | undefined;
  let unlisten: (() => void) | undefined;

  async function prepare(): Promise<void> {
    if (embedder !== null && state.status !== "available") state = await ensureVectors(database, embedder);
    if (state.status === "available") filler.wake();
  }

  function recheck(): void {
    prepare().catch((error: unknown) => log({ level: "warn", message: "The vectors of the index could not be looked after.", detail: error }));
  }

  return {
    state: () => state,
    wake: () => filler.wake(),
    async start(): Promise<VectorSearch> {
      await prepare();
      if (embedder === null) return state;
      unlisten = await database.listen(channel, () => state.status === "available" && filler.wake());
      timer = setInterval(recheck, recheckMs).unref();
      return state;
    },
    async stop(): Promise<void> {
      clearInterval(timer);
      unlisten?.();
      await filler.stop();
      await embedder?.close();
    },
  };
}

/** Uses the embedder where it can be used now; when it fails, the words have to do and the log says so. */
function createEmbedding(options: Required<SearchIndexOptions>, keeper: ReturnType<typeof createVectorKeeper>) {
  const { database, embedder, log } = options;

  async function attempt<T>(work: (usable: Embedder) => Promise<T>, otherwise: { value: T; message: string }): Promise<T> {
    if (embedder === null || keeper.state().status !== "available") return otherwise.value;
    try {
      return await work(embedder);
    } catch (error) {
      if (!isAppError(error, "unavailable")) throw error;
      log({ level: "warn", message: otherwise.message, detail: error });
      return otherwise.value;
    }
  }

  return {
    embedEntries(owner: Owner, indexing: IndexingOptions): Promise<number> {
      const work = async (usable: Embedder): Promise<number> => {
        const { filled, isComplete } = await fillVectors(database, usable, { ...indexing, owner });
        if (!isComplete) keeper.wake();
        return filled;
      };
      return attempt(work, { value: 0, message: "Passages are found by their words only until the embedder is back." });
    },
    embedQuery(query: string): Promise<QueryVector | undefined> {
      const work = async (usable: Embedder): Promise<QueryVector | undefined> => {
        const [vector] = await usable.embed([query], { isUrgent: true });
        return vector === undefined ? undefined : { model: usable.model, vector };
      };
      return attempt(work, { value: undefined, message: "A question was searched by its words only." });
    },
  };
}

/** The index over what other modules keep: entries by owner, found by words and by meaning. */
export function createSearchIndex(options: SearchIndexOptions): SearchIndex {
  const { database } = options;
  const complete = { log: () => undefined, recheckMs: 300_000, ...options };
  const keeper = createVectorKeeper(complete);
  const embedding = createEmbedding(complete, keeper);
  return {
    start: () => keeper.start(),
    stop: () => keeper.stop(),
    vectorSearch: () => keeper.state(),
    listEntries: selectOwnerEntries,
    removeOwner: deleteOwnerEntries,
    removeOwners: deleteOwnersEntries,
    async indexLater(tx, entries) {
      await insertEntries(tx, entries);
      await tx.execute(sql`select pg_notify(${channel}, '')`);
    },
    async indexPassages(owner, passages, indexing = {}) {
      let added = 0;
      for (let first = 0; first < passages.length; first += passagesPerTransaction) {
        indexing.signal?.throwIfAborted();
        const batch = passages.slice(first, first + passagesPerTransaction);
        const entries = batch.map((passage, index) => ({ ...passage, owner, position: first + index }));
        added += await database.transaction((tx) => insertEntries(tx, entries));
      }
      return { added, embedded: await embedding.embedEntries(owner, indexing) };
    },
    async search(sqlOf, request) {
      const query = request.query.slice(0, maxQueryCharacters).trim();
      if (query === "" || request.ownerIds?.length === 0) return [];
      const [vector, words] = await Promise.all([embedding.embedQuery(query), loadWordVectors()]);
      const found = await selectHits(sqlOf, { ...request, query, limit: Math.max(request.limit, candidates) }, vector);
      return rerank(words, query, found).slice(0, request.limit);
    },
  };
}
