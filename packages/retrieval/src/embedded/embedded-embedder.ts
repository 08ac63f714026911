import type { Embedder, EmbedOptions } from "../embedder.ts";
import { dimensions } from "./embedder-protocol.ts";
import { createWorkerLane } from "./worker-lane.ts";

/** One message to the worker: about a quarter of a second of work, so that a question does not wait long behind it. */
const batchSize = 4;
/** The model reads a passage's worth; its tokenizer slows down out of proportion on longer texts. */
const maxCharacters = 1500;

export interface EmbeddedEmbedderOptions {
  /** How long the worker outlives its last text. */
  idleMs?: number;
  onState?: (state: "started" | "stopped") => void;
}

/**
 * The embedder that is always there: Universal Sentence Encoder lite (Cer et al. 2018, arXiv:1803.11175), English,
 * 512 dimensions, in a worker thread that starts on first use. About 15 ms a question and 70 ms a passage.
 */
export function createEmbeddedEmbedder(options: EmbeddedEmbedderOptions = {}): Embedder {
  const lane = createWorkerLane({ idleMs: options.idleMs ?? 300_000, onState: options.onState ?? (() => undefined) });

  async function embed(texts: readonly string[], { signal, isUrgent = false }: EmbedOptions = {}): Promise<Float32Array[]> {
    const vectors: Float32Array[] = [];
    for (let first = 0; first < texts.length; first += batchSize) {
      signal?.throwIfAborted();
      const batch = texts.slice(first, first + batchSize).map((text) => text.slice(0, maxCharacters).trim() || ".");
      const flat = await lane.run({ texts: batch, isUrgent });
      for (let index = 0; index < batch.length; index++) vectors.push(flat.slice(index * dimensions, (index + 1) * dimensions));
    }
    return vectors;
  }

  return { model: "use-lite@1", dimensions, embed, close: () => lane.close() };
}
