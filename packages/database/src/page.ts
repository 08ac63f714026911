import { invalid } from "@cofounder/kernel";

/** Makes an opaque cursor from the sort values of the last row of a page. */
export function encodeCursor(values: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(values)).toString("base64url");
}

/** Reads a cursor made by `encodeCursor` with `length` values. Throws `invalid` at `["query", "cursor"]` for anything else. */
export function decodeCursor(cursor: string, length: number): (string | number)[] {
  try {
    const values: unknown = JSON.parse(Buffer.from(cursor, "base64url").toString("utf8"));
    if (Array.isArray(values) && values.length === length && values.every((value) => typeof value === "string" || typeof value === "number"))
      return values;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw invalid(["query", "cursor"], "is not a cursor that this list has given", "cursor");
}

/** Cuts a page out of `limit + 1` rows: the extra row only tells that there is more. */
export function page<Row>(
  rows: readonly Row[],
  limit: number,
  sortValues: (row: Row) => readonly (string | number)[],
): { data: Row[]; next_cursor: string | null } {
  const data = rows.slice(0, limit);
  const last = data.at(-1);
  return { data, next_cursor: rows.length > limit && last !== undefined ? encodeCursor(sortValues(last)) : null };
}
