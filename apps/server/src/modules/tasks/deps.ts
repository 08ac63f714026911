import type { CheckReport, EditedPreview } from "@cofounder/contracts";
import type { Sql, Transaction, WriteAlone } from "@cofounder/database";
import type { Clock, Ctx } from "@cofounder/kernel";

/** What tasks asks of the house. */
export interface TasksDeps {
  sql: Sql;
  transaction: Transaction;
  clock: Clock;
  writeAlone: WriteAlone;
  /** Calls back when events may have been appended. */
  onEvents(wake: () => void): Promise<() => void>;
  /** Checks the text again as it was edited, against the sources of the task. */
  recheck(ctx: Ctx, edit: { taskId: string; title: string; content: string; edited: EditedPreview }): Promise<CheckReport>;
  /** The names of people by their ids; an unknown id is left out. */
  namesOf(ids: string[]): Promise<Map<string, string>>;
}

/** Days after which an open approval expires. */
export const approvalDays = 7;
