import type { Ctx, Decision, StepNote, WorkflowEnd } from "@cofounder/kernel";

export interface StepRef {
  taskId: string;
  name: string;
  /** Which time a step of that name is done in this workflow, from 1. */
  round: number;
}

/** Where the engine writes what it does; each call is harmless when repeated. */
export interface TaskJournal {
  isHeld(taskId: string): Promise<boolean>;
  /** Null while the task is held; else the context in which this step acts, with the rights its person has now. */
  beginStep(step: StepRef, signal: AbortSignal): Promise<{ attempt: number; ctx: Ctx } | null>;
  endStep(step: StepRef, report: { attempt: number; durationMs: number; note: StepNote; allSteps: number }): Promise<void>;
  failStep(step: StepRef, failure: { attempt: number; durationMs: number; code: string; message: string }): Promise<void>;
  awaitApproval(taskId: string, approvalId: string): Promise<void>;
  /** The decision that takes effect now, or null when it was taken back. */
  settle(taskId: string, approvalId: string): Promise<Decision | null>;
  complete(taskId: string, end: WorkflowEnd): Promise<void>;
  fail(taskId: string, failure: { code: string; message: string }): Promise<void>;
}
