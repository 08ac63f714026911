import { parentPort, workerData } from "node:worker_threads";
import { type RawDocument, readDocument } from "./read-document.ts";

parentPort?.postMessage(readDocument(workerData as RawDocument));
