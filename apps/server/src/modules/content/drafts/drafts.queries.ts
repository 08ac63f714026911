import type { CheckReport } from "@cofounder/contracts";
import type { Sql, Tx } from "@cofounder/database";
import { eq, inArray } from "drizzle-orm";
import type { SourceOutcome } from "../deps.ts";
import { drafts } from "../tables.ts";
import type { DraftExcerpt, Section } from "./draft.ts";

type Row = typeof drafts.$inferSelect;

/** A draft with its JSON columns in their own shapes. */
export type Draft = Omit<Row, "sections" | "excerpts" | "sources" | "report"> & {
  sections: Section[];
  excerpts: DraftExcerpt[];
  sources: SourceOutcome[];
  report: CheckReport | null;
};

export async function findDraft(db: Sql, taskId: string): Promise<Draft | undefined> {
  const [row] = await db.select().from(drafts).where(eq(drafts.taskId, taskId));
  return row as Draft | undefined;
}

export async function findDraftSummaries(db: Sql, taskIds: string[]) {
  if (taskIds.length === 0) return [];
  return db
    .select({ taskId: drafts.taskId, title: drafts.title, excerpt: drafts.excerpt, wordCount: drafts.wordCount })
    .from(drafts)
    .where(inArray(drafts.taskId, taskIds));
}

/** Starts a draft, or starts it anew. */
export async function startDraft(tx: Tx, draft: { taskId: string; kind: string; title: string; sections: Section[] }): Promise<void> {
  const { kind, title, sections } = draft;
  await tx.insert(drafts).values(draft).onConflictDoUpdate({ target: drafts.taskId, set: { kind, title, sections } });
}

export async function updateDraft(tx: Tx, taskId: string, change: Partial<Omit<Draft, "taskId">>): Promise<void> {
  await tx.update(drafts).set(change).where(eq(drafts.taskId, taskId));
}
