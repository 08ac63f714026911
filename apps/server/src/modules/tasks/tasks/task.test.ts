import { taskStates } from "@cofounder/contracts";
import { isAppError } from "@cofounder/kernel";
import { describe, expect, it } from "vitest";
import { assertAction, assertMove, bucketOf, isFinal, moves, percentOf, readState, shardOf, type TaskAction } from "./task.ts";

function refusal(work: () => void) {
  try {
    work();
  } catch (error) {
    if (isAppError(error)) return error;
    throw error;
  }
  return undefined;
}

describe("a task's moves", () => {
  it("end only in completed and cancelled", () => {
    expect(taskStates.filter(isFinal)).toEqual(["completed", "cancelled"]);
  });

  it("lead from every state that is not final to being cancelled, but for a failed one that is retried", () => {
    for (const state of taskStates) expect(moves[state].includes("cancelled")).toBe(!isFinal(state) && state !== "failed");
  });

  it("are refused with the moves that are allowed", () => {
    expect(refusal(() => assertMove("completed", "running"))).toMatchObject({ code: "conflict", details: { allowed: [] } });
    expect(refusal(() => assertMove("failed", "running"))?.details.allowed).toEqual(["queued"]);
    expect(refusal(() => assertMove("running", "awaiting_approval"))).toBeUndefined();
  });
});

describe("what a person may ask for", () => {
  const asked: TaskAction[] = ["cancel", "pause", "resume", "retry"];

  it("is named in the refusal of everything else", () => {
    for (const state of taskStates) {
      const refused = asked.map((action) => refusal(() => assertAction(state, action)));
      const allowed = asked.filter((_, index) => refused[index] === undefined);
      for (const error of refused) if (error !== undefined) expect(error.details.allowed?.toSorted()).toEqual(allowed.toSorted());
    }
  });

  it("never includes resuming what is not paused", () => {
    expect(refusal(() => assertAction("running", "resume"))?.message).toBe(
      "A task that is in progress cannot be asked to resume; possible: cancel, pause.",
    );
    expect(refusal(() => assertAction("paused", "resume"))).toBeUndefined();
  });
});

describe("a filter by state", () => {
  it("takes our names and the older ones", () => {
    expect(readState("in_progress")).toBe("running");
    expect(readState("running")).toBe("running");
    expect(readState("pending")).toBe("queued");
  });

  it("refuses an unknown name and says which are right", () => {
    expect(refusal(() => readState("deleted"))).toMatchObject({ code: "invalid", details: { issues: [{ loc: ["query", "status"] }] } });
  });
});

it("a counter tells ended tasks apart by how they ended", () => {
  expect([bucketOf("completed", "rejected"), bucketOf("running", null)]).toEqual(["completed:rejected", "running"]);
  expect(shardOf("0192d3f0-0000-7000-8000-00000000000a")).toBe("a");
});

it("progress reaches 100 percent only with the end", () => {
  expect([percentOf(0, 10), percentOf(3, 10), percentOf(10, 10), percentOf(1, 0)]).toEqual([0, 30, 99, 0]);
});
