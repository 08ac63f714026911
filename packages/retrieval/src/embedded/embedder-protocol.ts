/** Length of a vector of the embedded model. */
export const dimensions = 512;

export interface EmbedRequest {
  texts: string[];
}

export type EmbedReply = { vectors: Float32Array } | { failure: string };
