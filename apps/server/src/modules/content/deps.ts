import type { Approval, CheckReport, SourceInput } from "@cofounder/contracts";
import type { Sql, Transaction } from "@cofounder/database";
import type { CheckInput, Digest, DigestInput } from "@cofounder/evidence";
import type { Clock, Ctx } from "@cofounder/kernel";

/** A source as the draft knows it, read or not. */
export interface SourceOutcome {
  source_id: string;
  title: string;
  status: "read" | "failed" | "waiting";
  reason?: string;
  /** The source that it is a near-copy of; the two count once. */
  mirror_of?: string;
}

export interface FoundPassage {
  id: string;
  sourceId: string;
  text: string;
  start: number;
  end: number;
  score: number;
}

export interface SourceText {
  id: string;
  title: string;
  url: string | null;
  text: string;
  sha256: string;
  fetchedAt: string;
}

/** A task as the doors of this module show it. */
export interface WritingTask {
  id: string;
  name: string;
  topic: string;
  state: string;
  outcome: string | null;
  percent: number;
  step: string | null;
  message: string;
  approvalId: string | null;
  error: { code: string; message: string } | null;
  createdAt: string;
  updatedAt: string;
}

export interface TaskToStart {
  kind: string;
  name: string;
  topic: string;
  agentId: string;
  input: Record<string, unknown>;
  primaryKeyword?: string;
  targetAudience?: string;
  category?: string;
  metadata?: Record<string, unknown>;
}

/** What content asks of the house. */
export interface ContentDeps {
  sql: Sql;
  transaction: Transaction;
  clock: Clock;
  /** Where a reader finds the site, without a slash at its end. */
  publicUrl: string;
  /** Judging and composing, off the event loop. */
  check(input: CheckInput): Promise<CheckReport>;
  compose(input: DigestInput): Promise<Digest>;
  keepSources(ctx: Ctx, sources: SourceInput[]): Promise<string[]>;
  readSources(ctx: Ctx, sourceIds: string[]): Promise<SourceOutcome[]>;
  searchPassages(ctx: Ctx, search: { query: string; sourceIds: string[]; limit: number }): Promise<FoundPassage[]>;
  readTexts(ctx: Ctx, sourceIds: string[]): Promise<SourceText[]>;
  /** Titles of posts that are about the same thing. */
  findSimilarTitles(ctx: Ctx, topic: string): Promise<{ title: string; slug: string }[]>;
  startTask(ctx: Ctx, task: TaskToStart): Promise<{ id: string; createdAt: string }>;
  findTask(ctx: Ctx, taskId: string): Promise<WritingTask>;
  findTasks(ctx: Ctx, query: { state?: string; outcome?: string; limit: number; offset: number }): Promise<{ tasks: WritingTask[]; total: number }>;
  deleteTask(ctx: Ctx, taskId: string): Promise<void>;
  findApproval(ctx: Ctx, taskId: string): Promise<Approval | undefined>;
  decide(ctx: Ctx, decision: { approvalId: string; decision: "approve" | "reject"; note: string }): Promise<Approval>;
}
