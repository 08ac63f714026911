import { parentPort } from "node:worker_threads";
import { checkText, composeDigest, findMirrors } from "@cofounder/evidence";
import { renderMarkdown } from "../markdown/render-markdown.ts";
import type { TextAnswer, TextRequest } from "../text-work.ts";

function work(request: TextRequest): unknown {
  switch (request.ask) {
    case "check":
      return checkText(request.input);
    case "compose":
      return composeDigest(request.input);
    case "render":
      return renderMarkdown(request.input);
    case "mirrors":
      return findMirrors(request.input);
  }
}

function answer(request: TextRequest): TextAnswer {
  try {
    return { id: request.id, value: work(request) };
  } catch (error) {
    return { id: request.id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

parentPort?.on("message", (request: TextRequest) => parentPort?.postMessage(answer(request)));
