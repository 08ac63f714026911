import { z } from "zod";

export const id = z.uuid().meta({ description: "UUID version 7" });

/** ISO 8601 in UTC. */
export const time = z.iso.datetime().meta({ description: "ISO 8601, UTC" });

/** A list of a newer operation: `next_cursor` is null on the last page. */
export function page<Item extends z.ZodType>(item: Item) {
  return z.object({ data: z.array(item), next_cursor: z.string().nullable() });
}

const wholeNumber = (minimum: number, maximum: number) => z.coerce.number().int().min(minimum).max(maximum);

export const limit = wholeNumber(1, 100).default(20);
export const offset = wholeNumber(0, 10_000_000).default(0);
export const cursorQuery = z.strictObject({ limit, cursor: z.string().max(500).optional() });

/** Whole micros of a US dollar: 1,000,000 is one dollar. */
export const micros = z.number().int().meta({ description: "Millionths of a US dollar" });

export const money = z.number().min(0).max(10_000).meta({ description: "US dollars" });

/** A query flag: `true`, `false`, `1`, `0`. */
export const flag = z.enum(["true", "false", "1", "0"]).transform((text) => text === "true" || text === "1");
