export type { Embedder, EmbedOptions } from "./embedder.ts";
export { createEmbeddedEmbedder, type EmbeddedEmbedderOptions } from "./embedded/embedded-embedder.ts";
export type { NewEntry, Owner } from "./entries.queries.ts";
export { type Passage, type SentenceFinder, type Span, splitPassages } from "./passages.ts";
export {
  createSearchIndex,
  type IndexedOwner,
  type IndexedPassage,
  type IndexingOptions,
  type SearchIndex,
  type SearchIndexOptions,
} from "./search-index.ts";
export type { Hit, SearchRequest } from "./search.queries.ts";
export type { VectorSearch } from "./vectors.ts";
export { type ExtensionState, extensionState } from "./vectors.queries.ts";
