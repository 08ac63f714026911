import { allow, type Ctx } from "@cofounder/kernel";
import type { ResearchDeps } from "../deps.ts";
import { selectTexts } from "../sources/sources.queries.ts";

export interface SourceText {
  id: string;
  title: string;
  url: string | null;
  text: string;
  /** Of the bytes the text was read from. */
  sha256: string;
  fetchedAt: string;
}

/** The readable texts of sources that have been read, in the order asked for; others are left out. */
export async function readTexts(deps: Pick<ResearchDeps, "sql">, ctx: Ctx, sourceIds: readonly string[]): Promise<SourceText[]> {
  allow(ctx, "research.read");
  const rows = new Map((await selectTexts(deps.sql, sourceIds)).map((row) => [row.id, row]));
  return [...new Set(sourceIds)].flatMap((id) => {
    const row = rows.get(id);
    return row === undefined ? [] : [{ ...row, fetchedAt: row.fetchedAt.toISOString() }];
  });
}
