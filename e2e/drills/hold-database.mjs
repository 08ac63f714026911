// Loaded into the server by a drill (`node --import`): at SIGUSR2 the thread of the embedded database stands still for ten seconds.
import { Session } from "node:inspector";
import { isMainThread } from "node:worker_threads";

const standStill = "Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10_000)";

function holdDatabase() {
  const session = new Session();
  session.connect();
  session.on("NodeWorker.attachedToWorker", ({ params: { sessionId, workerInfo } }) => {
    if (!workerInfo.url.endsWith("/embedded/worker/worker.js")) return;
    const message = JSON.stringify({ id: 1, method: "Runtime.evaluate", params: { expression: standStill } });
    session.post("NodeWorker.sendMessageToWorker", { sessionId, message });
  });
  session.on("NodeWorker.receivedMessageFromWorker", () => session.disconnect());
  session.post("NodeWorker.enable", { waitForDebuggerOnStart: false });
}

if (isMainThread) process.on("SIGUSR2", holdDatabase);
