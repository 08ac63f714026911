export interface EmbedOptions {
  /** Looked at between two batches. */
  signal?: AbortSignal;
  /** Somebody waits for it: goes before the batches that fill the index. */
  isUrgent?: boolean;
}

/** Turns texts into vectors. Vectors of different models are never compared. */
export interface Embedder {
  /** Stands beside each stored vector. */
  readonly model: string;
  readonly dimensions: number;
  /**
   * One vector of length 1 for each text, in order. Throws `unavailable` when the embedder has failed, and the
   * signal's reason once it is aborted.
   */
  embed(texts: readonly string[], options?: EmbedOptions): Promise<Float32Array[]>;
  close(): Promise<void>;
}
