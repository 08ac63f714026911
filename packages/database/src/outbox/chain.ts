import { createHash } from "node:crypto";

export interface ChainRow {
  seq: number;
  id: string;
  type: string;
  at: Date;
  actorKind: string;
  actorId: string;
  onBehalfOf: string | null;
  subjectKind: string;
  subjectId: string;
  taskId: string | null;
  requestId: string | null;
  payloadHash: Uint8Array;
}

/** JSON with keys in alphabetical order at every level, so that equal values have equal text. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item ?? null)).join(",")}]`;
  if (typeof value === "object" && value !== null) {
    const record = value as Record<string, unknown>;
    const parts = Object.keys(record)
      .filter((key) => record[key] !== undefined)
      .toSorted()
      .map((key) => `${JSON.stringify(key)}:${canonicalJson(record[key])}`);
    return `{${parts.join(",")}}`;
  }
  return JSON.stringify(value) ?? "null";
}

export function hashPayload(payload: unknown): Uint8Array {
  return createHash("sha256").update(canonicalJson(payload)).digest();
}

/** The link of the trail: SHA-256 over the previous link and this row. */
export function hashRow(previous: Uint8Array, row: ChainRow): Uint8Array {
  const text = JSON.stringify([
    row.seq,
    row.id,
    row.type,
    row.at.toISOString(),
    row.actorKind,
    row.actorId,
    row.onBehalfOf,
    row.subjectKind,
    row.subjectId,
    row.taskId,
    row.requestId,
    Buffer.from(row.payloadHash).toString("hex"),
  ]);
  return createHash("sha256").update(previous).update(text).digest();
}

/** What the first row of the trail is linked to. */
export const chainStart: Uint8Array = new Uint8Array(32);
