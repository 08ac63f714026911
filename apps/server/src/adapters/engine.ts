import { DBOS, DBOSWorkflowConflictError, Error as engineErrors } from "@dbos-inc/dbos-sdk";
import { AppError, type Ctx, type Run, type StepOutcome, type Workflow, type WorkflowEnd } from "@cofounder/kernel";
import type pg from "pg";
import { backoff, createGate, createPlaces, type Gate, type Places, tryUntilDone } from "./engine/pacing.ts";
import { createEngineLogger, type EngineLog } from "./engine/logger.ts";
import type { StepRef, TaskJournal } from "./engine/journal-port.ts";

/** Recorded with every workflow; a constant, so that a new build goes on with what an older one began. */
const applicationVersion = "cofounder";
const decisionTopic = "decision";
/** Longer than any approval stands open: expiry is decided by the approvals themselves. */
const longestWaitSeconds = 10 * 365 * 86_400;
const safetyPollMs = 60_000;
const heavyStepsAtOnce = 4;
/** Tasks at work in one process: more would not be done sooner, and would keep everybody else waiting. */
const tasksAtOnce = 4;

export interface EngineOptions {
  /** The name under which this process takes tasks. */
  replica: string;
  pool: pg.Pool;
  journal: TaskJournal;
  /** Does something while no other replica does: the library's own migrations keep nobody out. */
  inTurn: (work: () => Promise<void>) => Promise<void>;
  /** Makes anything that failed an error of the house. */
  asAppError: (error: unknown) => AppError;
  log: EngineLog;
}

interface Message {
  approvalId?: string;
}

export interface Engine {
  register<Input>(name: string, workflow: Workflow<Input>, allSteps: number): void;
  launch(): Promise<void>;
  /** Starts a task's workflow under the task's id; starting it again is harmless. */
  start(name: string, taskId: string, input: unknown): Promise<void>;
  /** Tells a waiting workflow that its approval was decided. */
  decide(taskId: string, approvalId: string, deliveryId: string): Promise<void>;
  /** Ends a workflow before its next step. */
  halt(taskId: string): Promise<void>;
  /** Lets a halted workflow go on from its last recorded step. */
  resume(taskId: string): Promise<void>;
  /** Runs an ended workflow again from a recorded step, or from its start. */
  rewind(taskId: string, fromStep: string | null): Promise<void>;
  /** Takes over what another replica left unfinished. Returns how many tasks. */
  takeOver(replica: string): Promise<number>;
  /** Aborts the running steps of these tasks. */
  abort(taskIds: string[]): void;
  runningHere(): string[];
  /** How many more tasks may be started here now; one that waits for a person takes no place. */
  freePlaces(): number;
  /** Calls `wake` whenever a place becomes free. */
  onFreePlace(wake: () => void): void;
  stop(): Promise<void>;
}

interface Running {
  aborts: Map<string, AbortController>;
  gate: Gate;
  places: Places;
  isStopping: boolean;
}

/** Durable workflows on DBOS. One engine per process: the library keeps its state in the process. */
export function createEngine(options: EngineOptions): Engine {
  const running: Running = { aborts: new Map(), gate: createGate(heavyStepsAtOnce), places: createPlaces(tasksAtOnce), isStopping: false };
  const registered = new Map<string, (taskId: string, input: unknown) => Promise<void>>();
  DBOS.setConfig({
    name: "cofounder",
    systemDatabasePool: options.pool,
    applicationVersion,
    executorID: options.replica,
    logger: createEngineLogger(options.log),
    systemDatabasePollingConcurrency: 2,
  });

  return {
    register(name, workflow, allSteps) {
      const run = (taskId: string, input: unknown): Promise<void> =>
        runWorkflow(options, running, { taskId, allSteps, work: (of) => workflow(of, input as never) });
      registered.set(name, DBOS.registerWorkflow(run, { name }));
    },
    launch: () => options.inTurn(() => DBOS.launch()),
    async start(name, taskId, input) {
      const workflow = registered.get(name);
      if (workflow === undefined) throw new AppError("bug", `No workflow is registered as ${name}.`);
      await DBOS.startWorkflow(workflow, { workflowID: taskId })(taskId, input);
    },
    decide: (taskId, approvalId, deliveryId) => DBOS.send<Message>(taskId, { approvalId }, decisionTopic, deliveryId),
    async halt(taskId) {
      await DBOS.cancelWorkflow(taskId);
      await DBOS.send<Message>(taskId, {}, decisionTopic);
    },
    async resume(taskId) {
      const status = await DBOS.getWorkflowStatus(taskId);
      if (status?.status === "CANCELLED") await DBOS.resumeWorkflow(taskId);
    },
    async rewind(taskId, fromStep) {
      const status = await DBOS.getWorkflowStatus(taskId);
      if (status === null || (status.status !== "ERROR" && status.status !== "SUCCESS" && status.status !== "CANCELLED")) return;
      const recorded = fromStep === null ? [] : ((await DBOS.listWorkflowSteps(taskId)) ?? []);
      const cut = recorded.find((step) => step.name === fromStep);
      await DBOS.rewindWorkflow(taskId, { startStep: cut?.functionID ?? 0 });
    },
    async takeOver(replica) {
      const left = await DBOS.listWorkflows({ status: "PENDING", executorId: replica });
      if (left.length > 0) await DBOS.resumeWorkflows(left.map((workflow) => workflow.workflowID));
      return left.length;
    },
    abort(taskIds) {
      for (const taskId of taskIds) running.aborts.get(taskId)?.abort(new AppError("conflict", "The task was cancelled."));
    },
    runningHere: () => [...running.aborts.keys()],
    freePlaces: running.places.free,
    onFreePlace: running.places.onFree,
    async stop() {
      running.isStopping = true;
      await DBOS.shutdown({ deregister: true, workflowCompletionTimeoutMS: 0 });
    },
  };
}

interface WorkflowRun {
  taskId: string;
  allSteps: number;
  work: (run: Run) => Promise<WorkflowEnd>;
}

/** One execution of a workflow; how it ends is written down, but for a halt, which is no end. */
async function runWorkflow(options: EngineOptions, running: Running, { taskId, allSteps, work }: WorkflowRun): Promise<void> {
  const abort = new AbortController();
  running.aborts.set(taskId, abort);
  running.places.enter();
  try {
    const end = await work(createRun(options, running, { taskId, abort, allSteps }));
    await persist(options, running, () => options.journal.complete(taskId, end));
  } catch (error) {
    if (running.isStopping || isHalt(error) || abort.signal.aborted) throw error;
    const failure = options.asAppError(error);
    await persist(options, running, () => options.journal.fail(taskId, { code: failure.details.reason ?? failure.code, message: failure.message }));
    throw error;
  } finally {
    if (running.aborts.get(taskId) === abort) running.aborts.delete(taskId);
    running.places.leave();
  }
}

/** Cancelled, parked or taken over: not an end of the task and not a failure. */
function isHalt(error: unknown): boolean {
  return error instanceof DBOSWorkflowConflictError || error instanceof engineErrors.DBOSWorkflowCancelledError;
}

/** Away or too slow at this moment; neither says anything about the task. */
function isPassing(failure: AppError): boolean {
  return failure.code === "unavailable" || failure.code === "timeout";
}

/** Writes what must be written, however long the database is away: a task does not fail by that. */
function persist<T>(options: EngineOptions, running: Running, write: () => Promise<T>): Promise<T> {
  const isWorthAnotherTry = (error: unknown): boolean => !running.isStopping && isPassing(options.asAppError(error));
  return tryUntilDone(write, { isWorthAnotherTry, pause: (attempt) => backoff(attempt, undefined) });
}

/** Gives the place to others while nothing is done here. */
async function outside<T>(places: Places, wait: () => Promise<T>): Promise<T> {
  places.leave();
  try {
    return await wait();
  } finally {
    places.enter();
  }
}

interface RunOf {
  taskId: string;
  abort: AbortController;
  allSteps: number;
}

function createRun(options: EngineOptions, running: Running, run: RunOf): Run {
  const rounds = new Map<string, number>();

  async function haltIfHeld(): Promise<void> {
    run.abort.signal.throwIfAborted();
    if (await persist(options, running, () => options.journal.isHeld(run.taskId))) await DBOS.cancelWorkflow(run.taskId);
  }

  return {
    taskId: run.taskId,
    async step(name, work) {
      const round = (rounds.get(name) ?? 0) + 1;
      rounds.set(name, round);
      await haltIfHeld();
      const step: StepRef = { taskId: run.taskId, name, round };
      return DBOS.runStep(() => runStep(options, running, { ...run, step, work }), { name });
    },
    async waitForDecision(approvalId) {
      await DBOS.runStep(() => persist(options, running, () => options.journal.awaitApproval(run.taskId, approvalId)), { name: "await_approval" });
      for (;;) {
        const message = await outside(running.places, () =>
          DBOS.recv<Message>(decisionTopic, { timeoutSeconds: longestWaitSeconds, pollingIntervalMs: safetyPollMs }),
        );
        if (message?.approvalId !== approvalId) continue;
        const decision = await DBOS.runStep(() => persist(options, running, () => options.journal.settle(run.taskId, approvalId)), {
          name: "settle_decision",
        });
        if (decision !== null) return decision;
      }
    },
  };
}

interface StepRun<T> extends RunOf {
  step: StepRef;
  work: (ctx: Ctx) => Promise<StepOutcome<T>>;
}

const mostTries = 8;

/**
 * One step with its tries: what is unavailable for a moment is tried again, everything else ends the step. A held task
 * leaves by the one error that the library does not record as the step's outcome.
 */
async function runStep<T>(options: EngineOptions, running: Running, run: StepRun<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    if (running.isStopping) throw new DBOSWorkflowConflictError(run.taskId);
    const started = performance.now();
    const grant = await persist(options, running, () => options.journal.beginStep(run.step, run.abort.signal));
    if (grant === null) throw new DBOSWorkflowConflictError(run.taskId);
    try {
      const { value, note } = await running.gate(() => run.work(grant.ctx));
      await persist(options, running, () =>
        options.journal.endStep(run.step, { attempt: grant.attempt, durationMs: performance.now() - started, note, allSteps: run.allSteps }),
      );
      return value;
    } catch (error) {
      if (running.isStopping || run.abort.signal.aborted || isHalt(error)) throw error;
      const failure = options.asAppError(error);
      const durationMs = performance.now() - started;
      await persist(options, running, () =>
        options.journal.failStep(run.step, {
          attempt: grant.attempt,
          durationMs,
          code: failure.details.reason ?? failure.code,
          message: failure.message,
        }),
      );
      if (!isPassing(failure) || tries >= mostTries) throw error;
      await backoff(tries, run.abort.signal);
    }
  }
}
