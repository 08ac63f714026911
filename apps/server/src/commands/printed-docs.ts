import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { printConfigurationDocs } from "../config.ts";
import { printOpenApi } from "../http/openapi/print-openapi.ts";
import { printTroubles } from "./troubles.ts";

const configurationIntroduction = `# Configuration

Nothing needs to be set: without any variable the server starts in development, on port 8000, with its embedded database in \`.data\`.

The process's own environment wins over \`.env.<ENVIRONMENT>\`, that over \`.env\`; both files are read in the folder in which the server
starts. \`\${NAME}\` in a value stands for another variable. An empty value counts as unset. Everything is checked before the start, and
all problems are reported together. \`.env.example\` holds the same names, ready to be copied. What an owner changes while the server
runs (the site's name, the time zone, who may register) is a setting instead: \`GET /api/settings\`.
`;

/** A document by its path from the root. */
export type PrintedDocs = Readonly<Record<string, string>>;

/** Every document that is printed from code. */
export function printDocs(version: string): PrintedDocs {
  return {
    "docs/api/openapi.json": `${JSON.stringify(printOpenApi(version), null, 1)}\n`,
    "docs/configuration.md": `${configurationIntroduction}\n${printConfigurationDocs()}`,
    "docs/troubleshooting.md": printTroubles(),
  };
}

/** Writes them all; returns their paths. */
export function writeDocs(root: string, docs: PrintedDocs): string[] {
  for (const [path, text] of Object.entries(docs)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return Object.keys(docs);
}

/** The paths of those that are missing or differ. */
export function compareDocs(root: string, docs: PrintedDocs): string[] {
  return Object.entries(docs).flatMap(([path, text]) => (readIfThere(join(root, path)) === text ? [] : [path]));
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
}
