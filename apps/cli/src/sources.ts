import { readFile, stat } from "node:fs/promises";
import { extname } from "node:path";
import type { SourceInput } from "@cofounder/contracts";
import { CliError, exitCodes } from "./exit.ts";

const formats: Record<string, "markdown" | "html" | "text"> = {
  ".md": "markdown",
  ".markdown": "markdown",
  ".html": "html",
  ".htm": "html",
  ".txt": "text",
};
const mostBytes = 1_000_000;

/** Reads what was given as --source: an address as it is, a file as its text. */
export async function readSource(given: string): Promise<SourceInput> {
  if (/^https?:\/\//i.test(given)) return { url: given };
  const format = formats[extname(given).toLowerCase()];
  if (format === undefined) throw new CliError(exitCodes.usage, `${given}: only .md, .html and .txt files, or http addresses, can be sources.`);
  try {
    const { size } = await stat(given);
    if (size > mostBytes) throw new CliError(exitCodes.usage, `${given}: a source may hold at most 1 MB of text.`);
    return { text: await readFile(given, "utf8"), format };
  } catch (error) {
    if (error instanceof CliError) throw error;
    throw new CliError(exitCodes.usage, `${given}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
