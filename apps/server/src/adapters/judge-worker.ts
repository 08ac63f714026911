import { parentPort } from "node:worker_threads";
import { checkText, composeDigest } from "@cofounder/evidence";
import type { JudgeAnswer, JudgeRequest } from "./judge.ts";

function answer(request: JudgeRequest): JudgeAnswer {
  try {
    return { id: request.id, value: request.ask === "check" ? checkText(request.input) : composeDigest(request.input) };
  } catch (error) {
    return { id: request.id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

parentPort?.on("message", (request: JudgeRequest) => parentPort?.postMessage(answer(request)));
