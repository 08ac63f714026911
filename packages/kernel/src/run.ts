import type { Ctx } from "./ctx.ts";

export type Decision = "approve" | "reject" | "changes" | "expired";

/** What a step leaves behind for people: two short sentences and what it cost. Never texts or bytes. */
export interface StepNote {
  input?: string;
  output?: string;
  costMicros?: number;
}

/** What a step returns to the workflow: an id or a small record (≤ 32 kB as JSON). */
export interface StepOutcome<T> {
  value: T;
  note: StepNote;
}

/**
 * All a workflow knows of the engine. A step runs at least once and is recorded once: after a crash a recorded step
 * returns what it returned; an unrecorded one runs again with the same `ctx.effectKey`.
 */
export interface Run {
  readonly taskId: string;
  step<T>(name: string, work: (ctx: Ctx) => Promise<StepOutcome<T>>): Promise<T>;
  /** Sleeps durably until the approval is decided and its hold is over, or it expires. */
  waitForDecision(approvalId: string): Promise<Decision>;
}

/** How a task ended: a word for people and lists, and a small record. */
export interface WorkflowEnd {
  outcome: string;
  result: Record<string, unknown>;
}

export type Workflow<Input> = (run: Run, input: Input) => Promise<WorkflowEnd>;
