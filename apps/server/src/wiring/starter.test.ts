import { AppError } from "@cofounder/kernel";
import { describe, expect, it } from "vitest";
import { createPlaces } from "../adapters/engine/pacing.ts";
import { createStarter } from "./starter.ts";

/** Tasks that wait, and an engine with two places whose tasks end when the test says so. */
function house(waiting: string[], kindOf: (id: string) => string = () => "write_post") {
  const places = createPlaces(2);
  const running = new Map<string, () => void>();
  const started: string[] = [];
  const failed: string[] = [];
  const reported: unknown[] = [];
  let isAway = false;
  let seen: () => void = () => undefined;

  const starter = createStarter({
    tasks: {
      findToStart: (_ctx, { limit }) => {
        if (isAway) return Promise.reject(new AppError("unavailable", "The database is away."));
        return Promise.resolve(waiting.slice(0, limit).map((id) => ({ id, kind: kindOf(id), input: {} })));
      },
      failTask: (_ctx, { taskId }) => {
        failed.push(taskId);
        waiting.splice(waiting.indexOf(taskId), 1);
        return Promise.resolve();
      },
    },
    engine: {
      start(name, taskId) {
        if (name !== "write_post@1") return Promise.reject(new AppError("bug", `No workflow is registered as ${name}.`));
        started.push(taskId);
        places.enter();
        running.set(taskId, places.leave);
        seen();
        return Promise.resolve();
      },
      freePlaces: places.free,
      onFreePlace: places.onFree,
      runningHere: () => [...running.keys()],
    },
    workflowOf: (kind) => `${kind}@1`,
    report(error) {
      reported.push(error);
      isAway = false;
    },
  });

  return {
    starter,
    started,
    failed,
    reported,
    /** The database no longer answers, until it was noticed. */
    goAway: () => void (isAway = true),
    end(taskId: string) {
      waiting.splice(waiting.indexOf(taskId), 1);
      const leave = running.get(taskId);
      running.delete(taskId);
      leave?.();
    },
    untilStarted: (count: number): Promise<void> =>
      new Promise((resolve) => {
        seen = () => started.length >= count && resolve();
        seen();
      }),
  };
}

describe("tasks that wait", () => {
  it("are started the oldest first, no more than there are places", async () => {
    const { starter, started, end, untilStarted } = house(["a", "b", "c", "d"]);
    starter.wake();
    await untilStarted(2);
    starter.wake();
    end("b");
    await untilStarted(3);
    end("a");
    await untilStarted(4);
    await starter.stop();
    expect(started).toEqual(["a", "b", "c", "d"]);
  });

  it("keep their places until the last one is done", async () => {
    const { starter, started, untilStarted } = house(["a", "b", "c"]);
    starter.wake();
    await untilStarted(2);
    starter.wake();
    await starter.stop();
    expect(started).toEqual(["a", "b"]);
  });

  it("fail when nobody knows how to do them, and the others go on", async () => {
    const { starter, started, failed, untilStarted } = house(["x", "a"], (id) => (id === "x" ? "unheard_of" : "write_post"));
    starter.wake();
    await untilStarted(1);
    await starter.stop();
    expect({ started, failed }).toEqual({ started: ["a"], failed: ["x"] });
  });

  it("are started later when the database is away", async () => {
    const { starter, started, reported, goAway, untilStarted } = house(["a"]);
    goAway();
    starter.wake();
    await untilStarted(1);
    await starter.stop();
    expect(started).toEqual(["a"]);
    expect(reported).toHaveLength(1);
  });
});
