import { ctxOf, eachDatabase, type Plan, plansOf, testClock } from "@cofounder/testing";
import { sql } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import { createTasks, type Tasks } from "../index.ts";

const editor = ctxOf("editor");
const manyTasks = 100_000;
const page = 20;
/** Beside the page's own rows, those that lie between them. */
const fewRows = 2000;

/** What is read of the tasks' own table, and what is sorted. */
const lookedAt = (plans: Plan[]) =>
  plans.flatMap(({ nodes }) =>
    nodes.filter(({ kind, table }) => table === "tasks" || kind.includes("Sort")).map(({ kind, rows }) => ({ kind, rows })),
  );

eachDatabase((database) => {
  let tasks: Tasks;

  beforeAll(async () => {
    await database().transaction(async (tx) => {
      await tx.execute(sql`
        insert into tasks.tasks (id, kind, name, topic, agent_id, state, outcome, input, category, metadata, created_by)
        select gen_random_uuid(), 'write_post', 'n', 'Topic ' || i, 'content', state,
          case when state <> 'completed' then null when i % 10000 = 0 then 'rejected' when i % 3 = 0 then 'approved' else 'published' end,
          '{}', 'Category ' || i % 20, '{}', 'somebody'
        from (select i, case when i % 100 = 1 then 'failed' when i % 1000 = 2 then 'awaiting_approval' else 'completed' end as state
              from generate_series(1, ${manyTasks}::int) i) made`);
      await tx.execute(sql`analyze tasks.tasks`);
    });
    tasks = createTasks({
      sql: database().sql,
      transaction: database().transaction,
      clock: testClock(),
      writeAlone: database().writeAlone,
      onEvents: () => Promise.resolve(() => undefined),
      recheck: () => Promise.reject(new Error("nothing is edited here")),
      namesOf: () => Promise.resolve(new Map()),
    });
  });

  describe("a page of a hundred thousand tasks", () => {
    it.each([
      { filter: {}, offset: 0 },
      { filter: {}, offset: 1000 },
      { filter: { state: "completed" }, offset: 0 },
      { filter: { state: "awaiting_approval" }, offset: 0 },
      { filter: { state: "failed" }, offset: 900 },
      { filter: { state: "completed", outcome: "published" }, offset: 500 },
      { filter: { state: "completed", outcome: "rejected" }, offset: 0 },
      { filter: { category: "Category 7" }, offset: 1000 },
      { filter: { state: "completed", category: "Category 7" }, offset: 0 },
    ])("is read from an index, for $filter from $offset on, and none is sorted", async ({ filter, offset }) => {
      let shown = 0;
      const plans = await plansOf(database().sql, async () => {
        ({ length: shown } = (await tasks.findTaskRows(editor, { filter, limit: page, offset })).rows);
      });
      expect(shown).toBeGreaterThanOrEqual(9);
      const read = lookedAt(plans);
      expect(read.length).toBeGreaterThan(0);
      expect(read.filter(({ kind, rows }) => kind === "Seq Scan" || rows > offset + fewRows)).toEqual([]);
      expect(read.filter(({ kind, rows }) => kind.includes("Sort") && rows > 100)).toEqual([]);
    });

    it("is not counted: its length comes from the counters", async () => {
      const plans = await plansOf(database().sql, () => tasks.findTaskRows(editor, { filter: { state: "completed" }, limit: page, offset: 0 }));
      expect(plans.flatMap(({ nodes }) => nodes.filter(({ table }) => table === "counts"))).not.toEqual([]);
      expect(
        plans.flatMap(({ nodes }) => nodes.filter(({ table }) => table === "tasks").map(({ rows }) => rows)).every((rows) => rows < fewRows),
      ).toBe(true);
    });
  });

  it("a statement without its index would be seen", async () => {
    const plans = await plansOf(database().sql, () =>
      database().sql.execute(sql`select topic from tasks.tasks where topic like '%99' order by topic`),
    );
    expect(lookedAt(plans)).toContainEqual({ kind: "Seq Scan", rows: manyTasks });
  });
});
