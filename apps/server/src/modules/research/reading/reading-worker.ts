import { parentPort, workerData } from "node:worker_threads";
import { type ErrorCode, isAppError } from "@cofounder/kernel";
import { type RawDocument, readAnyDocument, type Reading } from "./read-document.ts";

/** What a worker answers: a reading, or why there is none in words for the reader. */
export type ReadingAnswer = { reading: Reading } | { code: ErrorCode; sentence: string };

async function answer(document: RawDocument): Promise<ReadingAnswer> {
  try {
    return { reading: await readAnyDocument(document) };
  } catch (error) {
    if (isAppError(error)) return { code: error.code, sentence: error.message };
    throw error;
  }
}

parentPort?.postMessage(await answer(workerData as RawDocument));
