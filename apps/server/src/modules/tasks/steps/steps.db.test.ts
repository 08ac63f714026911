import type { Ctx } from "@cofounder/kernel";
import { ctxOf, eachDatabase, testClock } from "@cofounder/testing";
import { sql } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import { createTasks, type Tasks } from "../index.ts";

const editor = ctxOf("editor");
const system: Ctx = { actor: { kind: "system", id: "test" }, permissions: new Set(), requestId: "test" };

eachDatabase((database) => {
  const clock = testClock();
  let tasks: Tasks;

  beforeEach(() => {
    tasks = createTasks({
      sql: database().sql,
      transaction: database().transaction,
      clock,
      writeAlone: database().writeAlone,
      onEvents: () => Promise.resolve(() => undefined),
      recheck: () => Promise.reject(new Error("nothing is edited here")),
      namesOf: () => Promise.resolve(new Map()),
    });
  });

  describe("the steps of a task that was sent back", () => {
    it("are told apart by their round, each with its own tries, in the answer and in what is announced", async () => {
      const { id: taskId } = await tasks.startTask(editor, { kind: "write_post", name: "n", topic: "t", agentId: "content", input: {} });
      const report = { durationMs: 5, note: { output: "done" }, allSteps: 3 };
      for (const { name, round, tries } of [
        { name: "revise", round: 1, tries: 1 },
        { name: "decide", round: 1, tries: 1 },
        { name: "revise", round: 2, tries: 2 },
      ]) {
        clock.advance(1000);
        const step = { taskId, name, round };
        for (let attempt = 1; attempt < tries; attempt++) {
          await tasks.grantStep(system, step);
          await tasks.noteStepFailure(system, { step, failure: { attempt, durationMs: 1, code: "unavailable", message: "away" } });
        }
        await tasks.grantStep(system, step);
        await tasks.endStep(system, { step, report: { ...report, attempt: tries } });
      }

      const { data } = await tasks.listTaskSteps(editor, { task_id: taskId });
      expect(data.map(({ name, round, attempts, status }) => [name, round, attempts, status])).toEqual([
        ["revise", 1, 1, "completed"],
        ["decide", 1, 1, "completed"],
        ["revise", 2, 2, "completed"],
      ]);
      const { rows } = await database().sql.execute(
        sql`select concat_ws(' ', payload ->> 'step', payload ->> 'round', payload ->> 'attempt') as told
            from floor.outbox where subject_id = ${taskId} and type like 'task.step_%' order by position`,
      );
      expect(rows.map(({ told }) => told)).toEqual([
        ...["revise 1 1", "revise 1 1", "decide 1 1", "decide 1 1"],
        ...["revise 2 1", "revise 2 1", "revise 2 2", "revise 2 2"],
      ]);
    });
  });
});
