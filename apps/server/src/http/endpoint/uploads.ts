import { basename } from "node:path";
import type { UploadedFile } from "@cofounder/contracts";
import { AppError } from "@cofounder/kernel";
import type { FastifyRequest } from "fastify";
import { type GivenBody, invalidInput } from "./input.ts";

const longestName = 255;

function plainName(given: string): string {
  const name = basename(given.replaceAll("\\", "/"))
    .replaceAll(/[\p{Cc}\p{Cf}]/gu, "")
    .trim();
  return name.slice(-longestName) || "file";
}

/** What the form's reader throws of its own has a code; anything else is a form that broke off. */
function unreadable(error: unknown): unknown {
  const isTold = error instanceof AppError || (error instanceof Error && "code" in error && String(error.code).startsWith("FST_"));
  return isTold ? error : new AppError("malformed", "The form broke off or cannot be read.", { cause: error });
}

/** Reads a multipart form: one file under `file`, the other fields as text. */
export async function readForm(request: FastifyRequest): Promise<GivenBody> {
  try {
    return await readParts(request);
  } catch (error) {
    throw unreadable(error);
  }
}

async function readParts(request: FastifyRequest): Promise<GivenBody> {
  const fields: Record<string, unknown> = {};
  let file: UploadedFile | undefined;
  for await (const part of request.parts()) {
    if (part.type === "field") {
      fields[part.fieldname] = part.value;
      continue;
    }
    const bytes = await part.toBuffer();
    if (part.fieldname !== "file")
      throw invalidInput([{ loc: ["body", part.fieldname], msg: "is not a field of this operation", type: "extra_forbidden" }]);
    file = { name: plainName(part.filename), mediaType: part.mimetype, bytes };
  }
  if (file === undefined) throw invalidInput([{ loc: ["body", "file"], msg: "is required", type: "missing" }]);
  return { fields, file };
}
