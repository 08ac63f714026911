import { AppError, type Ctx, rolePermissions, type Workflow } from "@cofounder/kernel";
import { createDispatcher, type Database, databaseFailure } from "@cofounder/database";
import { ctxOf, eachDatabase } from "@cofounder/testing";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createEngine, type Engine } from "../src/adapters/engine.ts";
import { createTasks, type Tasks } from "../src/modules/tasks/index.ts";
import { createJournal } from "../src/wiring/journal.ts";

const owner = ctxOf("owner");
const document = {
  preview: { title: "T", slug: "t", excerpt: "", content: "Text.", html: "<p>Text.</p>", category: null, tags: [] },
  evidence: [],
  checks: { claims: [], problems: [], rails: [], coverage: null, quality: { score: 80, rubric: "1" } },
};

/** A workflow of three steps with a question in the middle, whose steps can be made to fail or to wait. */
interface Script {
  calls: string[];
  fail: Map<string, AppError>;
  reached: Map<string, () => void>;
  hold: Map<string, Promise<void>>;
}

eachDatabase((database) => {
  const script: Script = { calls: [], fail: new Map(), reached: new Map(), hold: new Map() };
  let engine: Engine;
  let tasks: Tasks;
  let stop: () => Promise<void>;

  async function act(ctx: Ctx, name: string): Promise<void> {
    script.calls.push(`${name} ${ctx.taskId}`);
    script.reached.get(name)?.();
    await script.hold.get(name);
    const failure = script.fail.get(name);
    if (failure !== undefined) {
      script.fail.delete(name);
      throw failure;
    }
  }

  const workflow: Workflow<{ ask: boolean }> = async (run, input) => {
    await run.step("first", async (ctx) => (await act(ctx, "first"), { value: null, note: { output: "one" } }));
    if (input.ask) {
      const asked = await run.step("decide", async (ctx) => {
        const approval = await tasks.openApproval(ctx, {
          taskId: run.taskId,
          kind: "publish",
          subjectId: "post",
          title: "T",
          costMicros: 0,
          document,
        });
        return { value: approval.id, note: {} };
      });
      const decision = await run.waitForDecision(asked);
      await run.step("after", async (ctx) => (await act(ctx, `after ${decision}`), { value: null, note: {} }));
      return { outcome: decision, result: {} };
    }
    await run.step("last", async (ctx) => (await act(ctx, "last"), { value: null, note: {} }));
    return { outcome: "done", result: { ok: true } };
  };

  async function open(db: Database): Promise<void> {
    const clock = { now: () => new Date() };
    tasks = createTasks({
      sql: db.sql,
      transaction: db.transaction,
      clock,
      writeAlone: db.writeAlone,
      onEvents: () => Promise.resolve(() => undefined),
      recheck: () => Promise.resolve(document.checks),
      namesOf: () => Promise.resolve(new Map()),
    });
    const asAppError = (error: unknown) => (error instanceof AppError ? error : (databaseFailure(error) ?? new AppError("bug", String(error))));
    engine = createEngine({
      replica: "test",
      pool: db.enginePool(5),
      journal: createJournal({ tasks, permissionsOf: () => Promise.resolve(rolePermissions.owner) }),
      inTurn: (work) => db.inTurn(1, work),
      asAppError,
      log: () => undefined,
    });
    engine.register("script@1", workflow, 3);
    await engine.launch();
    const dispatcher = createDispatcher({
      sql: db.sql,
      transaction: db.transaction,
      report: (error) => console.error(error),
      reactions: {
        "task.queued": async (event) =>
          engine.start("script@1", event.subjectId, (await tasks.findTaskRow(owner, { taskId: event.subjectId })).input),
        "approval.decided": async (event) => engine.decide(event.taskId ?? "", event.subjectId, event.id),
        "task.cancelled": (event) => (engine.abort([event.subjectId]), engine.halt(event.subjectId)),
        "task.paused": (event) => engine.halt(event.subjectId),
        "task.resumed": (event) => engine.resume(event.subjectId),
        "task.retried": (event) => engine.rewind(event.subjectId, event.payload["from_step"] as string | null),
      },
    });
    const unlisten = db.outbox.onGrowth(() => dispatcher.wake());
    stop = async () => {
      stop = () => Promise.resolve();
      unlisten();
      await dispatcher.stop();
      await engine.stop();
    };
  }

  beforeAll(() => open(database()));
  afterAll(() => stop());

  const startTask = async (ask = false) =>
    (await tasks.startTask(owner, { kind: "script", name: "n", topic: "t", agentId: "content", input: { ask } })).id;

  /** Waits for a state by the facts that each change of a task announces. */
  async function until(taskId: string, state: string): Promise<void> {
    let wake: () => void = () => undefined;
    const unlisten = database().outbox.onGrowth(() => wake());
    try {
      for (;;) {
        const woken = new Promise<void>((resolve) => (wake = resolve));
        const row = await tasks.findTaskRow(owner, { taskId });
        if (row.state === state) return;
        if (row.state === "failed") throw new Error(`failed: ${row.errorMessage}`);
        await woken;
      }
    } finally {
      unlisten();
    }
  }

  const callsOf = (taskId: string) => script.calls.filter((call) => call.endsWith(taskId)).map((call) => call.slice(0, -taskId.length - 1));

  it("runs each step once and records it", async () => {
    const id = await startTask();
    await until(id, "completed");
    expect(callsOf(id)).toEqual(["first", "last"]);
    const { data } = await tasks.listTaskSteps(owner, { task_id: id });
    expect(data.map((step) => [step.name, step.status, step.attempts, step.output_summary])).toEqual([
      ["first", "completed", 1, "one"],
      ["last", "completed", 1, null],
    ]);
    const task = await tasks.getTask(owner, { task_id: id });
    expect(task).toMatchObject({ status: "completed", outcome: "done", result: { ok: true }, progress: { percent: 100 } });
  });

  it("gives its place to others while it waits for a person", async () => {
    const places = engine.freePlaces();
    let letGo: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (letGo = resolve));
    const reached = new Promise<void>((resolve) => script.reached.set("first", resolve));
    script.hold.set("first", held);
    const id = await startTask(true);
    await reached;
    expect(engine.freePlaces()).toBe(places - 1);
    const free = new Promise<void>((resolve) => engine.onFreePlace(resolve));
    script.hold.delete("first");
    letGo();
    await until(id, "awaiting_approval");
    await free;
    expect(engine.freePlaces()).toBe(places);
  });

  it("waits for a decision, holds it, lets it be undone, and takes the next", async () => {
    const id = await startTask(true);
    await until(id, "awaiting_approval");
    const { data } = await tasks.listApprovals(owner, { task_id: id, limit: 10 });
    const approval_id = data[0]?.id ?? "";
    await tasks.decideApproval(owner, { approval_id, decision: "reject", hold_seconds: 60 });
    expect(await tasks.undoDecision(owner, { approval_id })).toMatchObject({ status: "open", decision: null });
    await tasks.decideApproval(owner, { approval_id, decision: "approve", hold_seconds: 0 });
    await until(id, "completed");
    expect(callsOf(id)).toEqual(["first", "after approve"]);
    await expect(tasks.undoDecision(owner, { approval_id })).rejects.toMatchObject({ code: "conflict" });
    await expect(tasks.decideApproval(owner, { approval_id, decision: "reject", hold_seconds: 0 })).rejects.toMatchObject({ code: "conflict" });
    expect(await tasks.decideApproval(owner, { approval_id, decision: "approve", hold_seconds: 0 })).toMatchObject({ status: "approved" });
  });

  it("tries a step again when something was unavailable for a moment", async () => {
    script.fail.set("last", new AppError("unavailable", "away"));
    const id = await startTask();
    await until(id, "completed");
    const { data } = await tasks.listTaskSteps(owner, { task_id: id });
    expect(data.at(-1)).toMatchObject({ name: "last", status: "completed", attempts: 2 });
  });

  it("fails with the step's own words, and runs again from there when asked", async () => {
    script.fail.set("last", new AppError("invalid", "There is nothing to write from.", { reason: "no_evidence" }));
    const id = await startTask();
    await expect(until(id, "completed")).rejects.toThrow("There is nothing to write from.");
    expect(await tasks.getTask(owner, { task_id: id })).toMatchObject({ status: "failed", error: { code: "no_evidence" } });
    await tasks.retryTask(owner, { task_id: id });
    await until(id, "completed");
    expect(callsOf(id)).toEqual(["first", "last", "last"]);
  });

  it("pauses before the next step and goes on from there", async () => {
    let release: () => void = () => undefined;
    script.hold.set("first", new Promise<void>((resolve) => (release = resolve)));
    const reached = new Promise<void>((resolve) => script.reached.set("first", resolve));
    const id = await startTask();
    await reached;
    await tasks.pauseTask(owner, { task_id: id });
    script.hold.delete("first");
    release();
    await until(id, "paused");
    expect(callsOf(id)).toEqual(["first"]);
    await tasks.resumeTask(owner, { task_id: id });
    await until(id, "completed");
    expect(callsOf(id).filter((name) => name === "last")).toEqual(["last"]);
  });

  it("cancels while it waits for a person, and closes the question", async () => {
    const id = await startTask(true);
    await until(id, "awaiting_approval");
    await tasks.cancelTask(owner, { task_id: id });
    expect(await tasks.getTask(owner, { task_id: id })).toMatchObject({ status: "cancelled" });
    const { data } = await tasks.listApprovals(owner, { task_id: id, limit: 10 });
    expect(data[0]?.status).toBe("cancelled");
    await expect(tasks.pauseTask(owner, { task_id: id })).rejects.toMatchObject({ code: "conflict", details: { allowed: [] } });
  });

  it("keeps its counters true", async () => {
    const { total } = await tasks.listTasks(owner, { limit: 1, offset: 0 });
    const { tasks: all } = await tasks.listTasks(owner, { limit: 100, offset: 0 });
    expect(total).toBe(all.length);
    const completed = await tasks.listTasks(owner, { limit: 100, offset: 0, status: "completed" });
    expect(completed.total).toBe(completed.tasks.length);
  });

  it("a stop leaves what waits waiting, and what runs to be taken up again", async () => {
    const waiting = await startTask(true);
    await until(waiting, "awaiting_approval");
    let release: () => void = () => undefined;
    script.hold.set("first", new Promise<void>((resolve) => (release = resolve)));
    const reached = new Promise<void>((resolve) => script.reached.set("first", resolve));
    const running = await startTask();
    await reached;
    const stopped = stop();
    script.hold.delete("first");
    release();
    await stopped;
    expect((await tasks.getTask(owner, { task_id: waiting })).status).toBe("awaiting_approval");
    expect((await tasks.getTask(owner, { task_id: running })).status).toBe("in_progress");
  });
});
