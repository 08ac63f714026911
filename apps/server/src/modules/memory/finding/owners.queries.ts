import type { MemoryKind } from "@cofounder/contracts";
import { and, arrayOverlaps, eq, getTableColumns, inArray, type SQL, sql } from "drizzle-orm";
import { holdsAt } from "../memories/memories.queries.ts";
import type { MemoryRow } from "../memories/memory.ts";
import { memories } from "../tables.ts";

export interface Wanted {
  kinds?: readonly MemoryKind[] | undefined;
  tags?: readonly string[] | undefined;
  person?: string | undefined;
  at: Date;
}

/** The memories that may be found, as the index takes owners: their ids, and all but their text. */
export function ownersOf({ kinds, tags, person, at }: Wanted): SQL {
  const where = and(
    holdsAt(at),
    kinds === undefined ? undefined : inArray(memories.kind, [...kinds]),
    tags === undefined ? undefined : arrayOverlaps(memories.tags, [...tags]),
    person === undefined ? undefined : eq(memories.person, person),
  );
  return sql`select ${memories.id}, to_jsonb(memories.*) - 'text' as record from ${memories} where ${where}`;
}

/** The row behind a hit. */
export function rowOf(text: string, record: Record<string, unknown>): MemoryRow {
  const fields = Object.entries(getTableColumns(memories)).map(([field, column]) => {
    const value = record[column.name] ?? null;
    return [field, column.dataType === "date" && typeof value === "string" ? new Date(value) : value];
  });
  return { ...(Object.fromEntries(fields) as MemoryRow), text };
}
