import type { Sql, Tx } from "@cofounder/database";
import { eq } from "drizzle-orm";
import { blobs, snapshots } from "../tables.ts";

export type Snapshot = typeof snapshots.$inferSelect;

/** Notes bytes that were seen; bytes seen before stay as they were noted. */
export async function insertSnapshot(tx: Tx, snapshot: Snapshot): Promise<void> {
  await tx.insert(snapshots).values(snapshot).onConflictDoNothing();
}

export async function insertBlob(tx: Tx, sha256: string, content: Uint8Array): Promise<void> {
  await tx.insert(blobs).values({ sha256, content }).onConflictDoNothing();
}

export async function selectBlob(sql: Sql, sha256: string): Promise<Uint8Array | undefined> {
  const [row] = await sql.select({ content: blobs.content }).from(blobs).where(eq(blobs.sha256, sha256));
  return row?.content;
}
