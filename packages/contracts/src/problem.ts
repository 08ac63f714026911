import { errorCodes } from "@cofounder/kernel";
import { z } from "zod";

/** What every failed request answers (RFC 9457). `code` is the house's error code or a narrower one the operation names. */
export const problemDocument = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.number().int(),
    detail: z.string(),
    instance: z.string(),
    code: z.string().meta({ description: `One of ${errorCodes.join(", ")}, or a narrower code of the operation` }),
    request_id: z.string(),
    errors: z.array(z.object({ loc: z.array(z.union([z.string(), z.number()])), msg: z.string(), type: z.string() })).optional(),
    allowed: z.array(z.string()).optional(),
  })
  .loose();
export type ProblemDocument = z.infer<typeof problemDocument>;
